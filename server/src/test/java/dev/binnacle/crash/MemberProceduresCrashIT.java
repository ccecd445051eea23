package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.PatroniMember;
import dev.binnacle.testing.TestPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A restart, a reinitialisation, a failover, and the beginning and the end of Patroni's maintenance
 * mode survive whatever happens to the server that runs them: each ends well on another one, having
 * done its work at the cluster exactly once.
 */
@Tag("crash")
class MemberProceduresCrashIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final int SAMPLE = 2;
  private static final TestPlatform PLATFORM = TestPlatform.shared();
  private static final String BODY = "{\"reason\":\"crash test\"}";

  /** PostgreSQL says so each time it has started, into the log of its Patroni. */
  private static final String STARTED = "is ready to accept";

  /** Patroni says so each time a copy is there. */
  private static final String COPIED = "replica has been created";

  private final PatroniConfigurationKey configuration = new PatroniConfigurationKey(PLATFORM);

  /**
   * A procedure and how it is seen that it was done once.
   *
   * @param done how often that has been done to the cluster so far
   */
  private record Work(String path, String body, Supplier<Long> done) {}

  @AfterEach
  void leaveTheMaintenanceMode() {
    configuration.pause(false);
  }

  @TestFactory
  Stream<DynamicTest> aRestartEndsWellAfterTheServerIsKilled() {
    return tests(List.of("request-restart", "await-member"), MemberProceduresCrashIT::restart);
  }

  @TestFactory
  Stream<DynamicTest> aReinitialisationEndsWellAfterTheServerIsKilled() {
    return tests(
        List.of("request-reinitialize", "await-copy", "await-streaming"),
        MemberProceduresCrashIT::reinitialize);
  }

  @TestFactory
  Stream<DynamicTest> aFailoverEndsWellAfterTheServerIsKilled() {
    return tests(
        List.of("request-failover", "await-promotion", "await-replicas"),
        MemberProceduresCrashIT::failover);
  }

  @TestFactory
  Stream<DynamicTest> aPauseEndsWellAfterTheServerIsKilled() {
    return tests(
        List.of("change-configuration", "await-members"), () -> maintenance("pause", false));
  }

  @TestFactory
  Stream<DynamicTest> aResumeEndsWellAfterTheServerIsKilled() {
    return tests(
        List.of("change-configuration", "await-members"), () -> maintenance("resume", true));
  }

  private static Work restart() {
    var member = replica();
    return new Work("/members/" + member.name() + "/restart", BODY, () -> said(member, STARTED));
  }

  private static Work reinitialize() {
    var member = replica();
    return new Work(
        "/members/" + member.name() + "/reinitialize", BODY, () -> said(member, COPIED));
  }

  private static Work failover() {
    return new Work(
        "/failover",
        "{\"reason\":\"crash test\",\"force\":true,\"candidate\":\"%s\"}"
            .formatted(replica().name()),
        () -> PatroniScenario.timeline(PLATFORM));
  }

  private Work maintenance(String verb, boolean pausedBefore) {
    configuration.pause(pausedBefore);
    return new Work("/postgresql/" + verb, BODY, configuration::version);
  }

  private static Stream<DynamicTest> tests(List<String> steps, Supplier<Work> work) {
    return Boundary.of(steps, SAMPLE).stream()
        .map(boundary -> DynamicTest.dynamicTest(boundary.words(), () -> kill(boundary, work)));
  }

  private static void kill(Boundary boundary, Supplier<Work> procedure) throws Exception {
    try (var scenario = new PatroniScenario(PLATFORM, Map.of())) {
      var work = procedure.get();
      long before = work.done().get();
      try (var trap = scenario.trap(boundary.step(), boundary.moment())) {
        scenario.begin(work.path(), work.body());
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
      endsWell(scenario, work, before);
    }
  }

  private static void endsWell(PatroniScenario scenario, Work work, long before) {
    scenario.operation().succeeded();
    PLATFORM.patroni().awaitHealthy(DEADLINE);
    assertThat(work.done().get()).as("done once, counted at the cluster").isEqualTo(before + 1);
  }

  @Test
  void aReinitialisationIsNotBegunTwiceByAServerThatTakesOver() throws Exception {
    try (var scenario = new PatroniScenario(PLATFORM, Map.of())) {
      var work = reinitialize();
      long before = work.done().get();
      scenario.begin(work.path(), work.body());
      scenario.operation().awaitProgress("Asking the Patroni of");
      scenario.victim().kill9();
      scenario.startSuccessor();
      endsWell(scenario, work, before);
    }
  }

  private static PatroniMember replica() {
    var patroni = PLATFORM.patroni();
    var leader = patroni.leader().orElseThrow();
    return patroni.members().stream()
        .filter(member -> !member.equals(leader))
        .findFirst()
        .orElseThrow();
  }

  private static long said(PatroniMember member, String words) {
    try (var lines = Files.lines(PLATFORM.patroni().directory().resolve(member.name() + ".log"))) {
      return lines.filter(line -> line.contains(words)).count();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
