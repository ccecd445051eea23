package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.testing.PoolerConsole;
import dev.binnacle.testing.TestPlatform;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Pausing, resuming and reloading connection pools survives whatever happens to the server that
 * does it: another one ends it well, and every PgBouncer was told once.
 */
@Tag("crash")
class PoolsCrashIT {

  private static final TestPlatform PLATFORM = TestPlatform.shared();

  private final PoolerConsole console = new PoolerConsole(PLATFORM);
  private boolean paused;

  /**
   * A procedure and how it is seen that it was done once.
   *
   * @param said what a PgBouncer logs each time it is told
   * @param pausedBefore whether the pools are paused when it begins
   * @param pausedAfter whether they are when it has ended
   */
  private record Work(String verb, String said, boolean pausedBefore, boolean pausedAfter) {}

  @AfterEach
  void nothingStaysPaused() {
    pools(false);
  }

  @TestFactory
  Stream<DynamicTest> aPauseEndsWellAfterTheServerIsKilled() {
    return tests(
        List.of("pause-pools", "verify-pools"), 2, new Work("pause", "PAUSE '", false, true));
  }

  @TestFactory
  Stream<DynamicTest> aResumeEndsWellAfterTheServerIsKilled() {
    return tests(List.of("resume-pools"), 1, new Work("resume", "RESUME '", true, false));
  }

  @TestFactory
  Stream<DynamicTest> aReloadEndsWellAfterTheServerIsKilled() {
    return tests(List.of("reload"), 1, new Work("reload", "RELOAD command", false, false));
  }

  private Stream<DynamicTest> tests(List<String> steps, int sample, Work work) {
    return Boundary.of(steps, sample).stream()
        .map(boundary -> DynamicTest.dynamicTest(boundary.words(), () -> kill(boundary, work)));
  }

  private void kill(Boundary boundary, Work work) throws Exception {
    var patroni = PLATFORM.patroni();
    var proxies =
        patroni.members().stream()
            .map(member -> FaultProxy.start(member.poolerPort(), TestPlatform.PORTS))
            .toList();
    try (var scenario = new PatroniScenario(PLATFORM, Map.of(), proxies)) {
      pools(work.pausedBefore());
      long before = console.logged(work.said());
      try (var trap = scenario.trap(boundary.step(), boundary.moment())) {
        scenario.begin("/postgresql/pools/" + work.verb(), "{\"reason\":\"crash test\"}");
        trap.awaitCaught();
        if (boundary.ending() == Ending.A_SECOND_REPLICA) {
          scenario.startSuccessor();
        }
        if (boundary.moment() == Moment.INSIDE) {
          proxies.forEach(FaultProxy::blackhole);
          trap.release();
        }
        scenario.victim().kill9();
      }
      proxies.forEach(FaultProxy::pass);
      if (boundary.ending() == Ending.A_RESTART) {
        scenario.startSuccessor();
      }
      scenario.operation().succeeded();

      assertThat(console.logged(work.said()))
          .as("every PgBouncer was told once")
          .isEqualTo(before + patroni.members().size());
      paused = work.pausedAfter();
    }
  }

  /** A PgBouncer refuses to resume what is not paused, so it is asked only when it is. */
  private void pools(boolean toBePaused) {
    if (toBePaused != paused) {
      console.command((toBePaused ? "PAUSE " : "RESUME ") + PLATFORM.patroni().scope());
      paused = toBePaused;
    }
  }
}
