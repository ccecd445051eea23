package dev.binnacle.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;

/** A listener on loopback that answers as it was told, can lose answers, and can be restarted. */
final class LocalServer implements AutoCloseable {
  /** Below the ports that the system hands out, so that a restarted server finds its port free. */
  private static final int FIRST_PORT = 25_000;

  private static final int PORTS = 1_000;
  private static final Path EXAMPLES = Path.of("../../api-spec/examples");

  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Optional<SSLContext> tls;
  private volatile ExecutorService threads;
  private volatile HttpServer http;
  private int port;

  /** What a request was. */
  record Received(String request, Map<String, List<String>> headers, String body, long nanoTime) {
    /** A header; empty text when it was not sent. */
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }
  }

  /** What is answered to a request. */
  @FunctionalInterface
  interface Reply {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private LocalServer(Optional<SSLContext> tls) {
    this.tls = tls;
  }

  /** A server that listens. */
  static LocalServer start() {
    return started(new LocalServer(Optional.empty()));
  }

  /** A server that listens and speaks TLS. */
  static LocalServer start(SSLContext tls) {
    return started(new LocalServer(Optional.of(tls)));
  }

  /** A port at which nothing listens. */
  static int closedPort() {
    try (var server = start()) {
      return server.port;
    }
  }

  private static LocalServer started(LocalServer server) {
    var first = ThreadLocalRandom.current().nextInt(PORTS);
    for (var offset = 0; offset < PORTS; offset++) {
      try {
        server.listen(FIRST_PORT + (first + offset) % PORTS);
        return server;
      } catch (BindException taken) {
        continue;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    throw new IllegalStateException("no port is free");
  }

  private void listen(int wanted) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
    if (tls.isPresent()) {
      var secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
      http = secure;
    } else {
      http = HttpServer.create(address, 0);
    }
    port = wanted;
    threads = Executors.newCachedThreadPool();
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        new Received(request, Map.copyOf(exchange.getRequestHeaders()), body, System.nanoTime()));
    try {
      next(request).to(exchange);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private Reply next(String request) {
    var anyQuery = request.replaceAll("[?].*", "");
    var waiting = replies.getOrDefault(request, replies.get(anyQuery));
    if (waiting == null) {
      return page(404, "nobody has said what to answer to " + request);
    }
    synchronized (waiting) {
      return waiting.size() > 1 ? waiting.removeFirst() : waiting.getFirst();
    }
  }

  /**
   * Answers requests such as {@code GET /api/v1/caller} so, one after the other, the last for good.
   * Without a query, whatever the query is.
   */
  LocalServer on(String request, Reply... next) {
    replies.put(request, new ArrayDeque<>(List.of(next)));
    return this;
  }

  /** Stops listening and breaks all connections. */
  void stop() {
    http.stop(0);
    threads.shutdownNow();
  }

  /** Listens again at the same port. */
  void restart() {
    try {
      listen(port);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Where it listens. */
  String address() {
    return (tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + port;
  }

  /** A client that repeats at once, so that tests are brisk. */
  BinnacleClient client() {
    return builder().build();
  }

  /** The same, to be changed. */
  BinnacleClientBuilder builder() {
    return BinnacleClient.builder()
        .server(address())
        .token("bnc_test")
        .retries(
            new RetryPolicy(
                5, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(30)));
  }

  /** All requests so far, oldest first. */
  List<Received> received() {
    return received;
  }

  /** The requests so far as method and path. */
  List<String> requests() {
    return received.stream().map(Received::request).toList();
  }

  @Override
  public void close() {
    stop();
  }

  /** An example of the contract. */
  static String example(String name) {
    try {
      return Files.readString(EXAMPLES.resolve(name));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static Reply json(int status, String body) {
    return reply(status, "application/json", body, Map.of());
  }

  static Reply problem(int status, String code) {
    return problem(status, code, Map.of());
  }

  static Reply problem(int status, String code, Map<String, String> headers) {
    var body =
        """
        {"type":"/problems/x","title":"A title","status":%d,"code":"%s","remedy":"A remedy."}\
        """;
    return reply(status, "application/problem+json", body.formatted(status, code), headers);
  }

  static Reply page(int status, String html) {
    return reply(status, "text/html", html, Map.of());
  }

  static Reply reply(int status, String type, String body, Map<String, String> headers) {
    return exchange -> {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", type);
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Does the work, and breaks the connection before it answers. */
  static Reply lost() {
    return exchange -> {};
  }

  /** Breaks the connection in the middle of an answer. */
  static Reply cut(String body) {
    return exchange -> {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
      exchange.getResponseBody().flush();
    };
  }

  /** Never answers. */
  static Reply silence() {
    return exchange -> Thread.sleep(600_000);
  }
}
