package dev.binnacle.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.binnacle.client.LocalServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * An operation that a local server plays: it has as many events as it was told, and is final when
 * the last one has happened.
 */
final class GivenOperation {
  static final UUID ID = UUID.fromString("0193572b-5a0e-7c43-9d42-9f3b8a6d2c11");
  static final String PATH = "/api/v1/operations/" + ID;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int events;
  private volatile int happened;
  private volatile boolean streams = true;
  private volatile int cutAfter = Integer.MAX_VALUE;
  private volatile CountDownLatch mayEnd = new CountDownLatch(0);

  private GivenOperation(int events) {
    this.events = events;
  }

  /** A running operation with that many events to come. */
  static GivenOperation of(int events) {
    return new GivenOperation(events);
  }

  /** Cuts every stream after that many events. */
  GivenOperation cuttingStreamsAfter(int count) {
    cutAfter = count;
    return this;
  }

  /** Answers with pages only, whatever is accepted. */
  GivenOperation withoutStreams() {
    streams = false;
    return this;
  }

  /** Lets that many events happen. */
  synchronized GivenOperation let(int count) {
    happened = Math.min(events, happened + count);
    notifyAll();
    return this;
  }

  /** Lets all events happen. */
  GivenOperation end() {
    return let(events);
  }

  private boolean isFinal() {
    return happened == events;
  }

  /** The operation as it is now. */
  Reply asItIs() {
    return exchange ->
        LocalServer.json(
                200,
                LocalServer.example(
                    isFinal() ? "getOperation.200.json" : "switchoverDatabase.202.json"))
            .to(exchange);
  }

  /** The operation, as soon as it is final. */
  Reply whenFinal() {
    return exchange -> {
      await(events);
      asItIs().to(exchange);
    };
  }

  private synchronized void await(int count) throws InterruptedException {
    while (happened < count) {
      wait();
    }
  }

  /** Its events: as a stream, when that is wanted and possible, else as a page. */
  Reply eventsOf() {
    return exchange -> {
      var accepts = exchange.getRequestHeaders().getFirst("Accept");
      if (streams && accepts.contains("text/event-stream")) {
        stream(exchange);
      } else {
        page(exchange);
      }
    };
  }

  private void stream(HttpExchange exchange) throws IOException, InterruptedException {
    var last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    var out = exchange.getResponseBody();
    out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
    var first = Integer.parseInt(last) + 1;
    for (var sequence = first; sequence <= events && sequence - first < cutAfter; sequence++) {
      await(sequence);
      out.write(
          "id: %d\nevent: %s\ndata: %s\n\n"
              .formatted(sequence, "STEP_PROGRESS", event(sequence))
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    mayEnd.await();
  }

  /** Streams stay open after their last event, as some proxies have it. */
  GivenOperation neverEndingStreams() {
    mayEnd = new CountDownLatch(1);
    return this;
  }

  private void page(HttpExchange exchange) throws IOException, InterruptedException {
    var query = "&after=0&" + exchange.getRequestURI().getQuery();
    var after = Integer.parseInt(query.replaceAll(".*[&]after=(\\d+).*", "$1"));
    if (query.matches(".*wait=[1-9].*")) {
      await(Math.min(events, after + 1));
    }
    var items = new ArrayList<String>();
    IntStream.rangeClosed(after + 1, happened).forEach(sequence -> items.add(event(sequence)));
    LocalServer.json(
            200,
            "{\"items\":[%s],\"nextAfter\":%d,\"final\":%b}"
                .formatted(String.join(",", items), Math.max(after, happened), isFinal()))
        .to(exchange);
  }

  private String event(int sequence) {
    ObjectNode event = JSON.createObjectNode();
    event.put("sequence", sequence).put("at", "2026-11-23T02:58:14.655Z");
    event.put("type", sequence == events ? "OPERATION_STATE_CHANGED" : "STEP_PROGRESS");
    event.put("message", "Event " + sequence);
    event.putArray("detail");
    if (sequence == events) {
      event.put("state", "SUCCEEDED");
    }
    return event.toString();
  }

  /** A server that plays it. */
  LocalServer served() {
    var server = LocalServer.start();
    server.on("GET " + PATH, asItIs());
    server.on("GET " + PATH + "/events", eventsOf());
    return server;
  }

  /** The numbers of all events. */
  List<Long> sequences() {
    return IntStream.rangeClosed(1, events).mapToObj(Long::valueOf).toList();
  }
}
