package dev.binnacle.sandbox.kubernetes.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A plain HTTP client of an API server. */
public final class ApiClient implements AutoCloseable {
  /** An answer; of one that is no JSON, the body is a text node. */
  public record Reply(int status, HttpHeaders headers, JsonNode body) {
    /** The text at a JSON pointer of the body. */
    public String at(String pointer) {
      return body.at(pointer).asText();
    }

    public String message() {
      return at("/message");
    }
  }

  private final URI server;
  private final HttpClient client;
  private final Optional<String> token;

  private ApiClient(URI server, HttpClient client, Optional<String> token) {
    this.server = server;
    this.client = client;
    this.token = token;
  }

  public static ApiClient withCertificate(
      URI server, X509Certificate authority, Identity identity) {
    return new ApiClient(server, client(authority, Optional.of(identity)), Optional.empty());
  }

  public static ApiClient withToken(URI server, X509Certificate authority, String token) {
    return new ApiClient(server, client(authority, Optional.empty()), Optional.of(token));
  }

  public static ApiClient anonymous(URI server, X509Certificate authority) {
    return new ApiClient(server, client(authority, Optional.empty()), Optional.empty());
  }

  public Reply get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /** GET with an Accept header. */
  public Reply get(String path, String accept) throws IOException, InterruptedException {
    return send(request(path).header("Accept", accept).GET());
  }

  public Reply post(String path, String yaml) throws IOException, InterruptedException {
    return body("POST", path, "application/yaml", yaml);
  }

  public Reply put(String path, String yaml) throws IOException, InterruptedException {
    return body("PUT", path, "application/yaml", yaml);
  }

  /**
   * @param kind {@code merge-patch+json}
   */
  public Reply patch(String path, String kind, String patch)
      throws IOException, InterruptedException {
    return body("PATCH", path, "application/" + kind, patch);
  }

  public Reply delete(String path, String yaml) throws IOException, InterruptedException {
    return body("DELETE", path, "application/yaml", yaml);
  }

  /** The lines of a body that comes bit by bit; to be closed. */
  public Stream<JsonNode> lines(String path) throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response =
        client.send(request(path).GET().build(), BodyHandlers.ofLines());
    return response.body().map(ApiClient::json);
  }

  /** The status with which a WebSocket is refused. */
  public int webSocketRefusal(String path) {
    try {
      client
          .newWebSocketBuilder()
          .buildAsync(
              URI.create("wss://" + server.getAuthority() + path), new WebSocket.Listener() {})
          .join();
      throw new AssertionError("A WebSocket was opened");
    } catch (CompletionException refused) {
      return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Reply body(String method, String path, String contentType, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("User-Agent", "specification/1.0");
    token.ifPresent(word -> request.header("Authorization", "Bearer " + word));
    return request;
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    return new Reply(response.statusCode(), response.headers(), json(body));
  }

  private static JsonNode json(String text) {
    try {
      return text.startsWith("{")
          ? Json.read(text.getBytes(StandardCharsets.UTF_8))
          : Json.object().textNode(text);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static HttpClient client(X509Certificate authority, Optional<Identity> identity) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      if (identity.isPresent()) {
        own.setKeyEntry(
            "client",
            identity.get().key(),
            new char[0],
            new Certificate[] {identity.get().certificate()});
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(context).build();
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
