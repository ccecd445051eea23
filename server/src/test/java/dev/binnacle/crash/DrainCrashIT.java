package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.PodSelection;
import dev.binnacle.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A drain survives whatever happens to the server that runs it: it ends well on another one, with
 * exactly one accepted eviction per pod at the API server, and with every event told once.
 */
@Tag("crash")
class DrainCrashIT {

  private static final List<String> STEPS = List.of("cordon-node", "evict-pods", "verify-node");

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(3, 6);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @TestFactory
  Stream<DynamicTest> endsWellAfterTheServerIsKilled() {
    return Boundary.of(STEPS).stream()
        .map(boundary -> DynamicTest.dynamicTest(boundary.words(), () -> kill(boundary)));
  }

  private static void kill(Boundary boundary) throws Exception {
    try (var scenario = new DrainScenario(cluster)) {
      try (var trap = scenario.trap(boundary.step(), boundary.moment())) {
        scenario.begin();
        trap.awaitCaught();
        if (boundary.ending() == Ending.A_SECOND_REPLICA) {
          scenario.startSuccessor();
        }
        if (boundary.moment() == Moment.INSIDE) {
          cluster.simulator().faults().inject(new Fault.ApiServerDown());
          trap.release();
        }
        scenario.victim().kill9();
      }
      cluster.simulator().faults().repairAll();
      if (boundary.ending() == Ending.A_RESTART) {
        scenario.startSuccessor();
      }
      scenario.endsWell();
    }
  }

  /** The pods take their time, so that the evictions are accepted and not over. */
  private static void slowDown() {
    cluster
        .simulator()
        .faults()
        .inject(
            new Fault.SlowTermination(
                PodSelection.labelled(DrainScenario.NAMESPACE, "app=web"), Duration.ofSeconds(15)));
  }

  @Test
  void endsWellWhenTheServerDiesWhilePodsAreEnding() throws Exception {
    try (var scenario = new DrainScenario(cluster)) {
      slowDown();
      scenario.begin();
      scenario.operation().awaitProgress("are ending");
      scenario.victim().kill9();
      scenario.startSuccessor();
      scenario.endsWell();
    }
  }

  @Test
  void aServerThatWasOnlyAsleepFindsItselfFencedOff() throws Exception {
    try (var scenario = new DrainScenario(cluster)) {
      slowDown();
      scenario.begin();
      scenario.operation().awaitProgress("are ending");
      scenario.startSuccessor();
      scenario.victim().pauseProcess();
      var ended = scenario.endsWell();

      scenario.victim().continueProcess();
      scenario.victim().awaitReady(Duration.ofSeconds(60));
      Thread.sleep(5_000);

      assertThat(scenario.operation().read()).isEqualTo(ended);
      scenario.endsWell();
    }
  }

  @Test
  void aCleanStopHandsTheOperationOver() throws Exception {
    try (var scenario = new DrainScenario(cluster)) {
      slowDown();
      scenario.startSuccessor();
      scenario.begin();
      scenario.operation().awaitProgress("are ending");
      scenario.victim().terminate();
      scenario.endsWell();
    }
  }

  @Test
  void aCancelThatMeetsADeadServerIsCarriedOutByTheNextOne() throws Exception {
    try (var scenario = new DrainScenario(cluster)) {
      slowDown();
      scenario.startSuccessor();
      scenario.begin();
      scenario.operation().awaitProgress("are ending");
      scenario.victim().kill9();

      scenario.cancel();

      var ended = scenario.operation().ended();
      assertThat(ended.path("state").asText()).isEqualTo("CANCELLED");
      assertThat(scenario.isCordoned()).isFalse();
    }
  }
}
