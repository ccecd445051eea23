package dev.binnacle.platform.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.sandbox.PortRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** An API server with nodes alone, which answers as a test wants it to. Over plain HTTP. */
final class ScriptedApi implements AutoCloseable {

  /** Watches last a second or two, and nobody is patient. */
  static final WatchTimes HURRY =
      new WatchTimes(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofHours(1),
          Duration.ofHours(1));

  private static final PortRange PORTS = new PortRange(32000, 32199);
  private static final Pattern PARAMETER = Pattern.compile("(?:^|&)(\\w+)=([^&]*)");

  /** How watches behave. */
  enum Watches {
    FAITHFUL,
    /** Open, but without a word, and never ending. */
    SILENT,
    /** Ending in time, but without a word. */
    WORDLESS,
    /** Ending in time where they began. */
    STUCK,
    /** 410 for whatever moment. */
    EXPIRED
  }

  /** What was asked. */
  record Asked(
      String method, String path, Map<String, String> parameters, String mediaType, String body) {}

  /** What to answer, once. */
  record Answer(int status, Map<String, String> headers, String body) {}

  private record Event(long revision, String line) {}

  private final HttpServer server;
  private final Map<String, String> nodes = new LinkedHashMap<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private long revision = 100;
  final List<Asked> asked = new CopyOnWriteArrayList<>();
  final List<Answer> answers = new CopyOnWriteArrayList<>();
  final AtomicInteger lists = new AtomicInteger();
  final AtomicInteger watches = new AtomicInteger();

  /** Watches that have not ended yet. */
  final AtomicInteger open = new AtomicInteger();

  volatile Watches behaviour = Watches.FAITHFUL;
  volatile boolean down;
  volatile boolean deaf;
  volatile int pageSize = 500;
  volatile boolean forgetsPages;
  volatile String token = "secret";

  ScriptedApi() {
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByName("127.0.0.1"), PORTS.free(1).getFirst()),
              0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** A kubeconfig for it. */
  Path kubeconfig(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: scripted
        contexts: [{name: scripted, context: {cluster: scripted, user: binnacle}}]
        clusters: [{name: scripted, cluster: {server: 'http://127.0.0.1:%d'}}]
        users: [{name: binnacle, user: {token: %s}}]
        """
            .formatted(server.getAddress().getPort(), token));
  }

  /** Clusters whose watches are in a hurry, and the only one of them. */
  KubernetesCluster cluster(Path directory, WatchTimes times) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("platform.yaml"),
            """
            sites: [{name: main}]
            clusters: [{name: dc1, site: main, kubeconfig: {file: '%s'}}]
            """
                .formatted(kubeconfig(directory)));
    var platform = GivenPlatform.in(file);
    return new KubernetesClusters(platform.edges(), Clock.systemUTC(), times)
        .of(platform.current().description().cluster("dc1").orElseThrow());
  }

  synchronized void put(String name, boolean unschedulable) {
    revision++;
    var json =
        """
        {"kind":"Node","apiVersion":"v1","metadata":{"name":"%s","uid":"uid-%s","resourceVersion":"%d",\
        "creationTimestamp":"2026-11-23T07:00:00Z","annotations":{"words":"grün €"},\
        "managedFields":[{"manager":"kubelet"}]},"spec":{"unschedulable":%b}}\
        """
            .formatted(name, name, revision, unschedulable);
    var type = nodes.put(name, json) == null ? "ADDED" : "MODIFIED";
    events.add(new Event(revision, "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, json)));
  }

  synchronized void remove(String name) {
    revision++;
    var json =
        nodes
            .remove(name)
            .replaceAll("\"resourceVersion\":\"\\d+\"", "\"resourceVersion\":\"" + revision + "\"");
    events.add(new Event(revision, "{\"type\":\"DELETED\",\"object\":" + json + "}\n"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      while (deaf) {
        pause();
      }
      if (down) {
        return;
      }
      var parameters = parameters(exchange);
      asked.add(
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              parameters,
              String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        send(exchange, status(401, "Unauthorized", "Unauthorized"));
      } else if (!answers.isEmpty() && !parameters.containsKey("watch")) {
        send(exchange, answers.removeFirst());
      } else if (parameters.containsKey("watch")) {
        open.incrementAndGet();
        try {
          watch(exchange, parameters);
        } finally {
          open.decrementAndGet();
        }
      } else if (exchange.getRequestURI().getPath().equals("/api/v1/nodes")) {
        send(exchange, page(parameters));
      } else {
        send(exchange, status(404, "NotFound", "not found"));
      }
    }
  }

  private static Map<String, String> parameters(HttpExchange exchange) {
    var parameters = new LinkedHashMap<String, String>();
    var matcher =
        PARAMETER.matcher(Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
    while (matcher.find()) {
      parameters.put(matcher.group(1), matcher.group(2));
    }
    return parameters;
  }

  private synchronized Answer page(Map<String, String> parameters) {
    int start = Integer.parseInt(parameters.getOrDefault("continue", "0"));
    if (start == 0) {
      lists.incrementAndGet();
    } else if (forgetsPages) {
      forgetsPages = false;
      return status(410, "Expired", "The provided continue parameter is too old");
    }
    var all = new ArrayList<>(nodes.values());
    int end = Math.min(start + pageSize, all.size());
    return new Answer(
        200,
        Map.of(),
        """
        {"kind":"NodeList","apiVersion":"v1","metadata":{"resourceVersion":"%d"%s},"items":[%s]}\
        """
            .formatted(
                revision,
                end < all.size() ? ",\"continue\":\"" + end + "\"" : "",
                String.join(",", all.subList(start, end))));
  }

  private void watch(HttpExchange exchange, Map<String, String> parameters) throws IOException {
    watches.incrementAndGet();
    exchange.sendResponseHeaders(200, 0);
    var out = exchange.getResponseBody();
    out.flush();
    if (behaviour == Watches.EXPIRED) {
      out.write(
          ("{\"type\":\"ERROR\",\"object\":" + status(410, "Expired", "too old").body() + "}\n")
              .getBytes(StandardCharsets.UTF_8));
      return;
    }
    long from = Long.parseLong(parameters.get("resourceVersion"));
    long end =
        System.nanoTime()
            + Duration.ofSeconds(Long.parseLong(parameters.get("timeoutSeconds"))).toNanos();
    while (System.nanoTime() < end || behaviour == Watches.SILENT) {
      if (down) {
        return;
      }
      if (behaviour == Watches.FAITHFUL) {
        from = tell(exchange, from);
      }
      pause();
    }
    if (behaviour == Watches.FAITHFUL || behaviour == Watches.STUCK) {
      out.write(
          "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Node\",\"metadata\":{\"resourceVersion\":\"%d\"}}}\n"
              .formatted(behaviour == Watches.STUCK ? from : time())
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Something happens elsewhere in the cluster: time goes on for all kinds of objects. */
  private synchronized long time() {
    return ++revision;
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** One byte at a time where it hurts: a character may arrive in two pieces. */
  private long tell(HttpExchange exchange, long from) throws IOException {
    long told = from;
    for (var event : events) {
      if (event.revision() > told) {
        for (byte piece : event.line().getBytes(StandardCharsets.UTF_8)) {
          exchange.getResponseBody().write(piece);
          if (piece < 0) {
            exchange.getResponseBody().flush();
          }
        }
        exchange.getResponseBody().flush();
        told = event.revision();
      }
    }
    return told;
  }

  static Answer status(int code, String reason, String message) {
    return new Answer(
        code,
        Map.of(),
        """
        {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","reason":"%s","code":%d}\
        """
            .formatted(message.replace("\"", "\\\""), reason, code));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    var body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
