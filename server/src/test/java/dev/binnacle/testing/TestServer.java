package dev.binnacle.testing;

import dev.binnacle.client.ApiClient;
import dev.binnacle.client.ApiException;
import dev.binnacle.client.api.ApiTokensApi;
import dev.binnacle.client.model.CreateApiTokenRequest;
import dev.binnacle.client.model.Role;
import dev.binnacle.sandbox.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A running server and the ways to talk to it. */
public final class TestServer implements AutoCloseable {

  /** The administrator's token of every server in the tests. */
  public static final String TOKEN = "bnc_testroot_0123456789abcdefghijABCDEFGHIJ00";

  private static TestServer shared;

  private final ServerProcess process;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Map<Role, String> tokens = new ConcurrentHashMap<>();

  /** A server that runs already. */
  public TestServer(ServerProcess process) {
    this.process = process;
  }

  /** The server that the API tests share, on the shared platform. */
  public static synchronized TestServer shared() {
    if (shared == null) {
      shared =
          TestPlatform.shared()
              .start(
                  Map.of(
                      "BINNACLE_HTTP_REQUESTS_PER_MINUTE",
                      "100000",
                      "BINNACLE_HTTP_FAILURES_PER_MINUTE",
                      "100000"));
    }
    return shared;
  }

  static synchronized void closeShared() {
    if (shared != null) {
      shared.close();
      shared = null;
    }
  }

  /** The process behind it. */
  public ServerProcess process() {
    return process;
  }

  /** The generated Java client with the administrator's token. */
  public ApiClient client() {
    return client(TOKEN);
  }

  /** The generated Java client with a token. */
  public ApiClient client(String token) {
    var client = new ApiClient();
    client.updateBaseUri(process.baseUrl() + "/api/v1");
    client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));
    client.setReadTimeout(Duration.ofSeconds(90));
    return client;
  }

  /** An API token that has the one role. */
  public String token(Role role) {
    return tokens.computeIfAbsent(
        role,
        any -> {
          try {
            return new ApiTokensApi(client())
                .createApiToken(
                    new CreateApiTokenRequest().name("test-" + role).roles(List.of(role)), null)
                .getToken();
          } catch (ApiException refused) {
            throw new IllegalStateException(refused.getResponseBody(), refused);
          }
        });
  }

  /** A request to a path of the server, with the administrator's token. */
  public HttpRequest.Builder request(String path) {
    return anonymous(path).setHeader("Authorization", "Bearer " + TOKEN);
  }

  /** A request to a path of the server, without a token. */
  public HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create(process.baseUrl() + path))
        .timeout(Duration.ofSeconds(90));
  }

  /** Sends a request. */
  public Answer send(HttpRequest.Builder request) {
    return send(request.build());
  }

  /** Sends a request. */
  public Answer send(HttpRequest request) {
    try {
      return new Answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (HttpTimeoutException hung) {
      throw new AssertionError("no answer; " + ThreadDump.of(process), hung);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** GET with the administrator's token. */
  public Answer get(String path) {
    return send(request(path));
  }

  /** POST of a JSON body with the administrator's token. */
  public Answer post(String path, String json) {
    return send(json(request(path), "POST", json));
  }

  /** Adds a JSON body to a request. */
  public static HttpRequest.Builder json(HttpRequest.Builder request, String method, String json) {
    return request
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(json));
  }

  @Override
  public void close() {
    process.close();
  }
}
