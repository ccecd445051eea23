package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testing.TestPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A switchover survives whatever happens to the server that runs it: it ends well on another one,
 * with exactly one timeline switch at Patroni, and with every event told once.
 */
@Tag("crash")
class SwitchoverCrashIT {

  private static final List<String> STEPS =
      List.of(
          "verify-preconditions",
          "request-switchover",
          "await-promotion",
          "await-old-leader",
          "verify-cluster");

  @TestFactory
  Stream<DynamicTest> endsWellAfterTheServerIsKilled() {
    return Boundary.of(STEPS).stream()
        .map(boundary -> DynamicTest.dynamicTest(boundary.words(), () -> kill(boundary)));
  }

  private static void kill(Boundary boundary) throws Exception {
    try (var scenario = new SwitchoverScenario(TestPlatform.shared(), Map.of())) {
      try (var trap = scenario.trap(boundary.step(), boundary.moment())) {
        scenario.begin();
        trap.awaitCaught();
        if (boundary.ending() == Ending.A_SECOND_REPLICA) {
          scenario.startSuccessor();
        }
        if (boundary.moment() == Moment.INSIDE) {
          scenario.silencePlatformForVictim();
          trap.release();
        }
        scenario.victim().kill9();
      }
      if (boundary.ending() == Ending.A_RESTART) {
        scenario.startSuccessor();
      }
      scenario.endsWell();
    }
  }

  @Test
  void endsWellWhenTheServerDiesRightAfterItAskedPatroni() throws Exception {
    try (var scenario = new SwitchoverScenario(TestPlatform.shared(), Map.of())) {
      var asked = scenario.freezeAfterSwitchoverRequest();
      scenario.begin();
      asked.get();
      scenario.victim().kill9();
      scenario.startSuccessor();
      scenario.endsWell();
    }
  }

  @Test
  void aServerThatWasOnlyAsleepFindsItselfFencedOff() throws Exception {
    try (var scenario = new SwitchoverScenario(TestPlatform.shared(), Map.of())) {
      var asked = scenario.freezeAfterSwitchoverRequest();
      scenario.begin();
      asked.get();
      scenario.startSuccessor();
      scenario.victim().pauseProcess();
      var ended = scenario.endsWell();

      scenario.passPlatformForVictim();
      scenario.victim().continueProcess();
      scenario.victim().awaitReady(Duration.ofSeconds(60));
      Thread.sleep(5_000);

      assertThat(scenario.operation().read()).isEqualTo(ended);
      scenario.endsWell();
    }
  }

  @Test
  void aCleanStopHandsTheOperationOver() throws Exception {
    try (var scenario = new SwitchoverScenario(TestPlatform.shared(), Map.of())) {
      scenario.startSuccessor();
      scenario.begin();
      scenario.operation().awaitStepRunning("request-switchover");
      scenario.victim().terminate();
      scenario.endsWell();
    }
  }

  @Test
  void aReplicaWithAWrongClockNeitherStealsNorMisdatesAnOperation() throws Exception {
    try (var scenario =
        new SwitchoverScenario(
            TestPlatform.shared(), SkewedClock.environment(Duration.ofHours(1)))) {
      assertThat(scenario.victimLogTimes())
          .as("the victim's clock is off indeed")
          .anyMatch(time -> time.isAfter(Instant.now().plus(Duration.ofMinutes(50))));
      scenario.startSuccessor();
      scenario.beginOnSuccessor();
      var operation = scenario.endsWell();
      assertThat(scenario.operation().runners()).isEqualTo(1);
      assertThat(Instant.parse(operation.path("finishedAt").asText()))
          .isBefore(Instant.now().plusSeconds(60));
    }
  }
}
