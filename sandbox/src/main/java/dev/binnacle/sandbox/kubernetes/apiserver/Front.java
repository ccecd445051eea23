package dev.binnacle.sandbox.kubernetes.apiserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import dev.binnacle.sandbox.kubernetes.apiserver.access.Authentication;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Query;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.User;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Reads requests, finds out who sent them, and writes the answers. */
final class Front implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(Front.class.getName());

  /** The limit of the API server for a request's body, in bytes. */
  private static final int LARGEST_BODY = 3 * 1024 * 1024;

  private final Authentication authentication;
  private final RequestFaults faults;
  private final Function<ApiRequest, Answer> dispatch;

  Front(
      Authentication authentication, RequestFaults faults, Function<ApiRequest, Answer> dispatch) {
    this.authentication = authentication;
    this.faults = faults;
    this.dispatch = dispatch;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      write(exchange, answerOrRefusal(exchange));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answerOrRefusal(HttpExchange exchange) throws IOException, InterruptedException {
    Refusal refusal;
    try {
      return answer(exchange);
    } catch (Refusal refused) {
      refusal = refused;
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.ERROR, "Cannot answer " + exchange.getRequestURI(), failed);
      refusal = Refusals.internal(String.valueOf(failed));
    }
    return new Answer.Document(refusal.code(), refusal.status());
  }

  private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw Refusals.tooLarge();
    }
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    User user =
        authentication
            .userOf(certificate(exchange), headers.getOrDefault("authorization", ""))
            .orElseThrow(Refusals::unauthorized);
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    ApiRequest request =
        new ApiRequest(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            new Query(query),
            headers,
            body,
            user);
    Optional<Answer> disturbed = faults.disturb(request);
    return disturbed.isPresent() ? disturbed.get() : dispatch.apply(request);
  }

  private static Optional<X509Certificate> certificate(HttpExchange exchange) {
    try {
      return exchange instanceof HttpsExchange secure
          ? Optional.of((X509Certificate) secure.getSSLSession().getPeerCertificates()[0])
          : Optional.empty();
    } catch (SSLPeerUnverifiedException without) {
      return Optional.empty();
    }
  }

  private static void write(HttpExchange exchange, Answer answer)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Audit-Id", UUID.randomUUID().toString());
    exchange.getResponseHeaders().set("Cache-Control", "no-cache, private");
    switch (answer) {
      case Answer.Document document -> {
        long retry = document.body().path("details").path("retryAfterSeconds").asLong();
        if (document.status() >= 400 && retry > 0) {
          exchange.getResponseHeaders().set("Retry-After", Long.toString(retry));
        }
        send(exchange, document);
      }
      case Answer.Text text ->
          send(
              exchange,
              text.status(),
              "text/plain; charset=utf-8",
              text.body().getBytes(StandardCharsets.UTF_8));
      case Answer.Throttled throttled -> {
        exchange
            .getResponseHeaders()
            .set("Retry-After", Long.toString(throttled.retryAfterSeconds()));
        send(
            exchange,
            429,
            "text/plain; charset=utf-8",
            "Too many requests, please try again later.\n".getBytes(StandardCharsets.UTF_8));
      }
      case Answer.Stream stream -> {
        exchange.getResponseHeaders().set("Content-Type", stream.contentType());
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
          stream.body().writeTo(out);
        }
      }
    }
  }

  private static void send(HttpExchange exchange, Answer.Document document) throws IOException {
    String accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
    if (accept.startsWith("application/yaml")) {
      send(exchange, document.status(), "application/yaml", Json.yamlBytes(document.body()));
    } else {
      byte[] bytes =
          wantsPretty(exchange) ? Json.prettyBytes(document.body()) : Json.bytes(document.body());
      send(exchange, document.status(), "application/json", bytes);
    }
  }

  private static void send(HttpExchange exchange, int status, String contentType, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", contentType);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  /** People at a terminal get line breaks, as from the real one (wantsPretty, negotiate.go). */
  private static boolean wantsPretty(HttpExchange exchange) {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    String agent =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent")).orElse("");
    return query.matches("(.*&)?pretty(=(?!false|0).*)?(&.*)?")
        || agent.startsWith("curl")
        || agent.startsWith("Wget")
        || agent.startsWith("Mozilla/5.0");
  }
}
