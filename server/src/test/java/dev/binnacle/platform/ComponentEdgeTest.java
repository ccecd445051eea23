package dev.binnacle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ComponentEdgeTest {

  private static final Component ORDERS = new Component(Component.Type.PATRONI, "orders", "main");
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ComponentEdges edges =
      new ComponentEdges(
          new PlatformSettings(
              new GivenConfig(
                  Map.of(
                      "binnacle.component.time.limit", "PT0.2S",
                      "binnacle.component.open.time", "PT0.3S",
                      "binnacle.component.concurrency", "1"))),
          Clock.systemUTC());
  private final ComponentEdge edge = edges.of(ORDERS, "http://one");
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void answers() {
    assertThat(edge.read(() -> 42)).isEqualTo(42);
    assertThat(edge.facts().lastAnsweredAt()).isPresent();
    assertThat(edge.facts().lastFailure()).isEmpty();
  }

  @Test
  void nobodyWaitsLongerThanTheTimeLimit() {
    long start = System.nanoTime();
    var problem = problem(() -> edge.read(ComponentEdgeTest::never));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_TIMEOUT);
    assertThat(problem.extensions())
        .containsEntry(
            "component", new Problem.Component("PATRONI", "orders", "no answer in time"));
    assertThat(edge.facts().lastFailure()).contains("no answer in time");
  }

  @Test
  void aReadTriesARefusedConnectionOnceMore() {
    Callable<String> recovering =
        () -> {
          if (calls.incrementAndGet() == 1) {
            throw new ConnectException();
          }
          return "here";
        };
    assertThat(edge.<String>read(recovering)).isEqualTo("here");

    calls.set(0);
    var problem = problem(() -> edge.read(refusing()));
    assertThat(calls).hasValue(2);
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    assertThat(problem.detail()).contains("The Patroni of orders", "connection refused");
  }

  @Test
  void otherFailuresAndEffectsAreNeverRepeated() {
    problem(() ->
        edge.read(() -> {
          calls.incrementAndGet();
          throw new IOException("broken pipe");
        }));
    assertThat(calls).hasValue(1);
    calls.set(0);
    problem(() -> edge.effect(LONG, refusing()));
    assertThat(calls).hasValue(1);
  }

  @Test
  void whatKeepsFailingIsLeftAloneUntilItAnswersAgain() throws InterruptedException {
    for (int call = 0; call < 3; call++) {
      problem(() -> edge.effect(LONG, refusing()));
    }
    assertThat(edge.facts().breaker()).isEqualTo(EdgeFacts.Breaker.OPEN);

    calls.set(0);
    var problem = problem(() -> edge.read(refusing()));
    assertThat(calls).hasValue(0);
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    assertThat(problem.detail()).contains("left alone");

    Thread.sleep(400);
    assertThat(edge.read(() -> "back")).isEqualTo("back");
    assertThat(edge.facts().breaker()).isEqualTo(EdgeFacts.Breaker.CLOSED);
  }

  @Test
  void expectedAbsenceIsNeitherCountedNorStopped() {
    for (int call = 0; call < 10; call++) {
      problem(() -> edge.expectingAbsence(refusing()));
    }
    assertThat(calls).hasValue(10);
    assertThat(edge.facts().breaker()).isEqualTo(EdgeFacts.Breaker.CLOSED);
    assertThat(edge.expectingAbsence(() -> "back")).isEqualTo("back");
  }

  @Test
  void aRefusalIsAnAnswer() {
    for (int call = 0; call < 10; call++) {
      var problem =
          problem(() ->
              edge.read(() -> {
                throw new ComponentRefusedException("not authenticated");
              }));
      assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_REFUSED);
      assertThat(problem.detail()).contains("not authenticated");
    }
    assertThat(edge.facts().breaker()).isEqualTo(EdgeFacts.Breaker.CLOSED);
    assertThat(edge.facts().lastFailure()).isEmpty();
  }

  @Test
  void aMissingSecretIsNotTheComponentsFault() {
    for (int call = 0; call < 10; call++) {
      var problem =
          problem(() -> edge.read(new SecretReference.Environment("NOT_SET_AT_ALL")::read));
      assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
      assertThat(problem.detail()).contains("NOT_SET_AT_ALL");
    }
    assertThat(edge.facts().breaker()).isEqualTo(EdgeFacts.Breaker.CLOSED);
  }

  @Test
  void onlySoManyCallsRunAtOnce() throws InterruptedException {
    var running = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var busy =
        Thread.startVirtualThread(() ->
            edge.effect(
                LONG,
                () -> {
                  running.countDown();
                  release.await();
                  return true;
                }));
    running.await();
    var problem = problem(() -> edge.read(() -> 1));
    release.countDown();
    busy.join();

    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    assertThat(problem.detail()).contains("too many calls");
  }

  @Test
  void edgesOfComponentsThatAreGoneAreForgotten() {
    assertThat(edge.read(() -> 1)).isEqualTo(1);
    assertThat(edges.facts(ORDERS)).hasSize(1);
    edges.forgetGone(new PlatformChanged(PlatformDescription.EMPTY, PlatformDescription.EMPTY));
    assertThat(edges.facts(ORDERS)).isEmpty();
  }

  @Test
  void edgesOfComponentsThatStayAreKept() {
    var cluster = new Component(Component.Type.KUBERNETES, "dc1", "main");
    edges.of(cluster, "https://one").read(() -> 1);
    var described =
        DescriptionReader.read(
            "{sites: [{name: main}, {name: other}], clusters: [{name: dc1, site: main, inCluster: true}]}");
    edges.forgetGone(new PlatformChanged(PlatformDescription.EMPTY, described));
    assertThat(edges.facts(cluster)).hasSize(1);

    var moved =
        DescriptionReader.read(
            "{sites: [{name: main}, {name: other}], clusters: [{name: dc1, site: other, inCluster: true}]}");
    edges.forgetGone(new PlatformChanged(described, moved));
    assertThat(edges.facts(cluster)).isEmpty();
  }

  private Callable<String> refusing() {
    return () -> {
      calls.incrementAndGet();
      throw new ConnectException();
    };
  }

  private static String never() throws InterruptedException {
    Thread.sleep(LONG);
    return "late";
  }

  private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem();
  }
}
