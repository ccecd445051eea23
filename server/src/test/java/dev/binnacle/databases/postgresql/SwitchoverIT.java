package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.pgbouncer.PgbouncerClients;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.PatroniCluster;
import dev.binnacle.sandbox.PatroniMember;
import dev.binnacle.sandbox.PatroniSettings;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.PortRange;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The procedure on a real cluster, without the engine that runs it. */
@Tag("component")
class SwitchoverIT {

  private static final Target ORDERS = new Target("DATABASE", "", "orders", "main");
  private static final Duration RECOVERY = Duration.ofSeconds(90);

  private static PatroniCluster cluster;
  private static GivenPlatform platform;
  private static PatroniClients patronis;
  private static Switchover switchover;

  @TempDir static Path directory;

  @BeforeAll
  static void startCluster() {
    cluster = PatroniCluster.prepare(PatroniSettings.temporary(new PortRange(26100, 26199)));
    cluster.start();
    platform =
        GivenPlatform.in(
            PlatformFile.write(
                directory.resolve("platform.yaml"),
                List.of(PlatformFile.PatroniDatabase.of(cluster))));
    patronis = new PatroniClients(platform.edges());
    var servers = new PostgresqlClients(platform.edges());
    switchover =
        new Switchover(
            platform.current(),
            new PostgresqlSnapshots(
                patronis, servers, new PgbouncerClients(platform.edges()), Clock.systemUTC()),
            patronis,
            servers);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void awaitHealthy() throws InterruptedException {
    cluster.awaitHealthy(RECOVERY);
    // PostgreSQL streams before Patroni has noticed that its member is up.
    long end = System.nanoTime() + RECOVERY.toNanos();
    while (propose(Optional.empty()).guards().stream()
            .anyMatch(guard -> guard.outcome() != GuardResult.Outcome.PASS)
        && System.nanoTime() < end) {
      Thread.sleep(200);
    }
  }

  @Test
  void switchesOverAndTellsWhatItCost() {
    var proposal = propose(Optional.empty());
    assertThat(proposal.guards())
        .extracting(GuardResult::outcome)
        .containsOnly(GuardResult.Outcome.PASS);

    var context = new StepsInMemory(proposal.intent());
    run(context, 0);
    var result = (SwitchoverResult) switchover.result(context);

    System.out.println(result);
    assertThat(leader()).isEqualTo(proposal.intent().candidate()).isEqualTo(result.newLeader());
    assertThat(result.newTimeline()).isEqualTo(result.previousTimeline() + 1);
    assertThat(result.writeOutageExact()).isTrue();
    assertThat(result.writeOutage()).isPositive().isLessThan(result.totalDuration());
    assertThat(result.switchoverDuration()).isPositive();
    assertThat(context.effects).hasSize(1);
    assertThat(promotionsSince(result.previousTimeline())).isEqualTo(1);
  }

  @Test
  void eachStepGoesOnWhereADeadRunnerLeftIt() {
    var intent = propose(Optional.empty()).intent();
    Map<String, String> memory = new ConcurrentHashMap<>();
    var steps = switchover.steps(intent).size();
    for (int step = 0; step < steps; step++) {
      runOnly(new StepsInMemory(intent, memory, RECOVERY), step);
      runOnly(new StepsInMemory(intent, memory, RECOVERY), step == 0 ? 0 : step);
    }

    var result = (SwitchoverResult) switchover.result(new StepsInMemory(intent, memory, RECOVERY));
    assertThat(result.writeOutageExact()).isFalse();
    assertThat(result.writeOutage()).isPositive();
    assertThat(promotionsSince(result.previousTimeline())).isEqualTo(1);
    assertThat(leader()).isEqualTo(intent.candidate());
  }

  @Test
  void refusesWhatCannotBecomeLeader() {
    assertThatThrownBy(() -> propose(Optional.of("nobody")))
        .satisfies(problem -> assertCode(problem, ProblemCode.CANDIDATE_NOT_ELIGIBLE));
    assertThatThrownBy(() -> propose(Optional.of(leader())))
        .satisfies(problem -> assertCode(problem, ProblemCode.CANDIDATE_NOT_ELIGIBLE));
  }

  @Test
  void aDeadThirdMemberBlocksBecauseTheCandidateIsTheLastReplica() {
    var replicas =
        cluster.members().stream()
            .map(PatroniMember::name)
            .filter(name -> !name.equals(leader()))
            .toList();
    cluster.kill9(replicas.getLast());
    try {
      var guards = propose(Optional.of(replicas.getFirst())).guards();
      assertThat(outcome(guards, SwitchoverGuards.MEMBERS_REACHABLE))
          .isEqualTo(GuardResult.Outcome.BLOCK);
      assertThat(outcome(guards, SwitchoverGuards.QUORUM_SAFE)).isEqualTo(GuardResult.Outcome.WARN);
      var dead = propose(Optional.of(replicas.getLast())).guards();
      assertThat(outcome(dead, SwitchoverGuards.CANDIDATE_HEALTHY))
          .isEqualTo(GuardResult.Outcome.BLOCK);
    } finally {
      cluster.start(replicas.getLast());
    }
  }

  @Test
  void failsWhenSomebodyElseIsMadeLeaderMeanwhile() {
    var first = propose(Optional.empty()).intent();
    var context = new StepsInMemory(first);
    runOnly(context, 0);
    var other =
        cluster.members().stream()
            .map(PatroniMember::name)
            .filter(name -> !name.equals(first.leader()) && !name.equals(first.candidate()))
            .findFirst()
            .orElseThrow();
    var patroni =
        patronis.of(
            platform
                .current()
                .description()
                .database("orders", Database.Postgresql.class)
                .orElseThrow());
    patroni.switchover(first.leader(), other, Duration.ofSeconds(60));

    assertThatThrownBy(() -> runOnly(context, 1))
        .satisfies(problem -> assertCode(problem, ProblemCode.PLATFORM_CHANGED))
        .hasMessageContaining(other);
    assertThat(context.effects).isEmpty();
  }

  private static void assertCode(Throwable problem, ProblemCode code) {
    assertThat(((ProblemException) problem).problem().code()).isEqualTo(code);
  }

  private static GuardResult.Outcome outcome(List<GuardResult> guards, String name) {
    return guards.stream()
        .filter(guard -> guard.name().equals(name))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  private static Proposal<SwitchoverIntent> propose(Optional<String> candidate) {
    return switchover.propose(ORDERS, new SwitchoverWish(candidate));
  }

  private static void run(StepsInMemory context, int from) {
    var steps = switchover.steps(context.intent());
    steps
        .subList(from, steps.size())
        .forEach(step -> {
          long start = System.nanoTime();
          var report = step.run(context);
          System.out.printf(
              "%s %d ms: %s%n",
              step.name(), (System.nanoTime() - start) / 1_000_000, report.message());
        });
  }

  private static void runOnly(StepsInMemory context, int step) {
    switchover.steps(context.intent()).get(step).run(context);
  }

  private static String leader() {
    return cluster.leader().orElseThrow().name();
  }

  private static long promotionsSince(long timeline) {
    return patronis
        .of(
            platform
                .current()
                .description()
                .database("orders", Database.Postgresql.class)
                .orElseThrow())
        .history()
        .stream()
        .filter(promotion -> promotion.timeline() >= timeline)
        .count();
  }
}
