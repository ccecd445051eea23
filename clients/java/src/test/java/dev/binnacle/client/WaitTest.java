package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.client.model.OperationEvent;
import dev.binnacle.client.model.OperationState;
import dev.binnacle.client.model.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for an operation, whatever happens on the way to it. */
@Timeout(60)
class WaitTest {
  private static final String OPERATION = "GET " + GivenOperation.PATH;
  private static final String EVENTS = OPERATION + "/events";

  private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
  private final List<Long> seen = new ArrayList<>();

  private WaitOptions listening() {
    return WaitOptions.atMost(Duration.ofSeconds(50)).onProgress(this::hear);
  }

  private void hear(OperationEvent event) {
    heard.add(event.getSequence());
  }

  private void awaitEvent(long sequence) throws InterruptedException {
    Long next;
    do {
      next = heard.poll(40, TimeUnit.SECONDS);
      assertThat(next).as("event %d", sequence).isNotNull();
      seen.add(next);
    } while (next < sequence);
  }

  private List<Long> allHeard() {
    heard.drainTo(seen);
    return seen;
  }

  @Test
  void asksTheServerToDoTheWaiting() {
    var operation = GivenOperation.of(1);
    try (var server = operation.served()) {
      server.on(OPERATION, operation.asItIs(), exchange -> operation.end().asItIs().to(exchange));

      var ended = server.client().waitFor(GivenOperation.ID, Duration.ofMinutes(1));

      assertThat(ended.getState()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(server.received())
          .extracting(got -> got.header("Prefer"))
          .containsExactly("", "wait=30");
    }
  }

  @Test
  void tellsEveryEventOnceWhileItHappens() throws Exception {
    var operation = GivenOperation.of(5).let(2);
    try (var server = operation.served()) {
      var client = server.client();
      var waiting = client.async(() -> client.waitFor(GivenOperation.ID, listening()));
      awaitEvent(2);
      operation.let(1);
      awaitEvent(3);
      assertThat(waiting).isNotDone();
      operation.end();

      assertThat(waiting.get().getState()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(allHeard()).isEqualTo(operation.sequences());
    }
  }

  @Test
  void tellsTheEventsOfAnOperationThatIsFinalAlready() {
    var operation = GivenOperation.of(7).end();
    try (var server = operation.served()) {
      server.client().waitFor(GivenOperation.ID, listening());
      assertThat(allHeard()).isEqualTo(operation.sequences());
    }
  }

  @Test
  void goesOnWhereABrokenStreamHasEnded() {
    var operation = GivenOperation.of(5).cuttingStreamsAfter(2).end();
    var running = LocalServer.json(200, LocalServer.example("switchoverDatabase.202.json"));
    try (var server = operation.served()) {
      server.on(OPERATION, running, running, running, operation.asItIs());

      server.client().waitFor(GivenOperation.ID, listening());

      assertThat(allHeard()).isEqualTo(operation.sequences());
      assertThat(server.received())
          .filteredOn(got -> got.request().equals(EVENTS))
          .extracting(got -> got.header("Last-event-id"))
          .containsExactly("0", "2", "4");
    }
  }

  @Test
  void doesNotWaitForTheEndOfTheStreamOfAFinalOperation() {
    var operation = GivenOperation.of(3).neverEndingStreams();
    try (var server = operation.served()) {
      server.on(
          OPERATION,
          exchange -> {
            operation.asItIs().to(exchange);
            operation.end();
          });
      var ended = server.client().waitFor(GivenOperation.ID, listening());
      assertThat(ended.getState()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(allHeard()).isEqualTo(operation.sequences());
    }
  }

  @Test
  void survivesARestartOfTheServerWhileItStreams() throws Exception {
    var operation = GivenOperation.of(6).let(3);
    try (var server = operation.served()) {
      var client = server.client();
      var waiting = client.async(() -> client.waitFor(GivenOperation.ID, listening()));
      awaitEvent(3);

      server.stop();
      operation.let(2);
      Thread.sleep(500);
      server.restart();
      awaitEvent(5);
      operation.end();

      assertThat(waiting.get().getState()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(allHeard()).isEqualTo(operation.sequences());
      assertThat(server.received())
          .filteredOn(got -> got.request().equals(EVENTS))
          .extracting(got -> got.header("Last-event-id"))
          .contains("3");
    }
  }

  @Test
  void survivesARestartOfTheServerWithoutListening() throws Exception {
    var operation = GivenOperation.of(1);
    try (var server = operation.served()) {
      server.on(OPERATION, operation.asItIs(), operation.whenFinal());
      var client = server.client();
      var waiting = client.async(() -> client.waitFor(GivenOperation.ID, Duration.ofSeconds(50)));
      while (server.received().size() < 2) {
        Thread.sleep(20);
      }

      server.stop();
      Thread.sleep(500);
      operation.end();
      server.restart();

      assertThat(waiting.get().getState()).isEqualTo(OperationState.SUCCEEDED);
    }
  }

  @Test
  void ridesOutTheErrorsOfAProxyWhoseServerIsAway() {
    var operation = GivenOperation.of(1).end();
    try (var server = operation.served()) {
      server.on(
          OPERATION,
          LocalServer.json(200, LocalServer.example("switchoverDatabase.202.json")),
          LocalServer.page(503, "Service Unavailable"),
          LocalServer.page(404, "default backend"),
          LocalServer.problem(503, "STATE_STORE_UNAVAILABLE"),
          operation.asItIs());

      var ended = server.client().waitFor(GivenOperation.ID, Duration.ofSeconds(50));

      assertThat(ended.getState()).isEqualTo(OperationState.SUCCEEDED);
    }
  }

  @Test
  void takesPagesWhereStreamsAreNotServed() throws Exception {
    var operation = GivenOperation.of(4).withoutStreams();
    try (var server = operation.served()) {
      var client = server.client();
      var waiting = client.async(() -> client.waitFor(GivenOperation.ID, listening()));
      operation.let(2);
      awaitEvent(2);
      operation.end();

      assertThat(waiting.get().getState()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(allHeard()).isEqualTo(operation.sequences());
      assertThat(server.requests()).filteredOn(EVENTS::equals).hasSize(1);
      assertThat(server.requests()).anyMatch(request -> request.contains("wait=30"));
    }
  }

  @Test
  void takesPagesWhereStreamsAreNotAcceptable() {
    var operation = GivenOperation.of(2).withoutStreams();
    try (var server = operation.served()) {
      server.on(
          EVENTS,
          LocalServer.problem(406, "NOT_ACCEPTABLE"),
          exchange -> operation.end().eventsOf().to(exchange));

      var ended = server.client().waitFor(GivenOperation.ID, listening());

      assertThat(ended.getState()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(allHeard()).isEqualTo(operation.sequences());
    }
  }

  @Test
  void takesPagesWhereStreamsAreBrokenBeforeTheyBegin() {
    var operation = GivenOperation.of(2);
    try (var server = operation.served()) {
      server.on(
          EVENTS,
          exchange -> {
            if (exchange.getRequestURI().getQuery() != null) {
              operation.end().eventsOf().to(exchange);
            }
          });

      var ended = server.client().waitFor(GivenOperation.ID, listening());

      assertThat(ended.getState()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(allHeard()).isEqualTo(operation.sequences());
    }
  }

  @Test
  void takesPagesWhereStreamsAreCutAgainAndAgain() throws Exception {
    var operation = GivenOperation.of(2).cuttingStreamsAfter(0);
    try (var server = operation.served()) {
      var client = server.client();
      var waiting = client.async(() -> client.waitFor(GivenOperation.ID, listening()));
      while (server.requests().stream().noneMatch(request -> request.contains("wait=30"))) {
        Thread.sleep(20);
      }
      operation.end();

      assertThat(waiting.get().getState()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(allHeard()).isEqualTo(operation.sequences());
      assertThat(server.requests()).filteredOn(EVENTS::equals).hasSize(3);
    }
  }

  @Test
  void saysWhatItSawLastWhenTheTimeIsOver() {
    var operation = GivenOperation.of(2).let(1);
    try (var server = operation.served()) {
      server.on(OPERATION, operation.asItIs());
      for (var options :
          List.of(
              WaitOptions.atMost(Duration.ZERO),
              WaitOptions.atMost(Duration.ofMillis(300)),
              WaitOptions.atMost(Duration.ofMillis(300)).onProgress(this::hear))) {
        var late =
            catchThrowableOfType(
                WaitTimeoutException.class,
                () -> server.client().waitFor(GivenOperation.ID, options));

        assertThat(late.lastSeen().orElseThrow().getState()).isEqualTo(OperationState.PENDING);
        assertThat(late).hasMessageContaining("PENDING").hasMessageContaining("wait again");
      }
    }
  }

  @Test
  void givesUpWhenTheServerIsAwayForTooLong() {
    var client = BinnacleClient.of("http://127.0.0.1:" + LocalServer.closedPort(), "bnc_test");
    var options = WaitOptions.atMost(Duration.ofMinutes(1)).ridingOut(Duration.ofMillis(400));

    assertThatThrownBy(() -> client.waitFor(GivenOperation.ID, options))
        .isInstanceOfSatisfying(
            ConnectionException.class,
            lost -> assertThat(lost.failure()).isEqualTo(ConnectionException.Failure.REFUSED));
  }

  @Test
  void tellsARefusalAtOnce() {
    try (var server = LocalServer.start()) {
      server.on(OPERATION, LocalServer.problem(404, "RESOURCE_NOT_FOUND"));

      assertThatThrownBy(() -> server.client().waitFor(GivenOperation.ID, listening()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.code()).isEqualTo(ProblemCode.RESOURCE_NOT_FOUND));
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void waitsAsLongAsTheServerSays() {
    var operation = GivenOperation.of(1).end();
    try (var server = operation.served()) {
      server.on(
          OPERATION,
          LocalServer.problem(429, "RATE_LIMIT_EXCEEDED", Map.of("Retry-After", "1")),
          operation.asItIs());

      server.client().waitFor(GivenOperation.ID, Duration.ofSeconds(50));

      var times = server.received().stream().map(LocalServer.Received::nanoTime).toList();
      assertThat(Duration.ofNanos(times.get(1) - times.get(0)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void anInterruptEndsTheWaitAndIsNotLost() throws Exception {
    var operation = GivenOperation.of(3).let(1);
    try (var server = operation.served()) {
      var client = server.client();
      var outcome = new CompletableFuture<Boolean>();
      var thread =
          new Thread(() -> {
            try {
              client.waitFor(GivenOperation.ID, listening());
            } catch (CallInterruptedException stopped) {
              outcome.complete(Thread.currentThread().isInterrupted());
            }
          });
      thread.start();
      awaitEvent(1);
      thread.interrupt();

      assertThat(outcome.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cancellingTheFutureEndsTheWait() throws Exception {
    var operation = GivenOperation.of(2).let(1);
    try (var server = operation.served()) {
      var client = server.client();
      var stopped = new CompletableFuture<Throwable>();
      var waiting =
          client.async(() -> {
            try {
              return client.waitFor(GivenOperation.ID, listening());
            } catch (BinnacleException ended) {
              stopped.complete(ended);
              throw ended;
            }
          });
      awaitEvent(1);
      waiting.cancel(true);

      assertThat(stopped.get(30, TimeUnit.SECONDS)).isInstanceOf(CallInterruptedException.class);
      assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void whatTheListenerThrowsEndsTheWait() {
    var operation = GivenOperation.of(2).let(1);
    try (var server = operation.served()) {
      var options =
          WaitOptions.atMost(Duration.ofMinutes(1))
              .onProgress(event -> {
                throw new IllegalStateException("enough");
              });

      assertThatThrownBy(() -> server.client().waitFor(GivenOperation.ID, options))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aFailedOperationIsToldWithItsReason() {
    try (var server = LocalServer.start()) {
      var failed =
          LocalServer.example("getOperation.200.json")
              .replace("\"state\": \"SUCCEEDED\"", "\"state\": \"FAILED\"")
              .replaceFirst(
                  "\"kind\"",
                  "\"error\":{\"type\":\"/problems/x\",\"title\":\"T\",\"status\":500,"
                      + "\"code\":\"STEP_FAILED\",\"detail\":\"No leader.\",\"remedy\":\"Look.\"},"
                      + "\"kind\"");
      server.on(OPERATION, LocalServer.json(200, failed));

      var ended = server.client().waitFor(GivenOperation.ID, Duration.ofSeconds(50));

      assertThatThrownBy(() -> OperationStates.requireSuccess(ended))
          .isInstanceOfSatisfying(
              OperationFailedException.class,
              told ->
                  assertThat(told.problem().orElseThrow().getCode())
                      .isEqualTo(ProblemCode.STEP_FAILED))
          .hasMessageContaining("FAILED: No leader. Look.");
    }
  }
}
