package dev.binnacle.databases.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.databases.mongodb.ResyncAdvice.Verdict;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.mongodb.MongodbClients;
import dev.binnacle.sandbox.mongodb.Fault;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestReplicaSet;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that stops following an oplog that is short: first it could catch up, then never. */
class ResyncAdviceIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Some two hundred operations: ten seconds at that interval. */
  private static final long SHORT = 32_000;

  private static final Duration OFTEN = Duration.ofMillis(50);

  private static final Duration BEYOND_A_HEARTBEAT = Duration.ofSeconds(2);

  @TempDir private static Path directory;
  private static TestReplicaSet set;
  private static MongodbClients clients;
  private static ReplicaSetViews views;

  @BeforeAll
  static void start() {
    set = TestReplicaSet.start(settings -> settings.withOplog(SHORT, OFTEN));
    var platform = GivenPlatform.in(set.describe(directory.resolve("platform.yaml")));
    clients = new MongodbClients(platform.edges());
    var clock = Clock.systemUTC();
    views =
        new ReplicaSetViews(
            platform.current(), new ReplicaSetPictures(clients, clock), clients, clock);
  }

  @AfterAll
  static void end() {
    clients.close();
    set.close();
  }

  @Test
  void whoStopsFollowingCatchesUpUntilItsNextOperationIsGone() {
    var member = set.secondary();
    assertThat(advice(member).verdict()).isEqualTo(Verdict.NOT_NEEDED);
    assertThat(advice(set.primary()).verdict()).isEqualTo(Verdict.NOT_NEEDED);

    set.simulator().faults().inject(new Fault.MemberDead(member));
    var away =
        Patience.until(
            "it is missed",
            DEADLINE,
            () -> advice(member),
            advice -> advice.verdict() == Verdict.CATCHES_UP);
    assertThat(away.margin()).isPresent();
    assertThat(away.steps()).first().asString().startsWith("Start it again");

    var late =
        Patience.until(
            "what it needs has left the oplog",
            DEADLINE,
            () -> advice(member),
            advice -> advice.verdict() == Verdict.NEEDED);
    Patience.until(
        "what it had beyond the last heartbeat has left the oplog, too",
        DEADLINE,
        () -> advice(member).sources().getFirst().oldest(),
        oldest -> oldest.isAfter(late.appliedAt().orElseThrow().plus(BEYOND_A_HEARTBEAT)));
    assertThat(late.sources()).hasSize(2);
    assertThat(late.copyBytes().orElseThrow()).isPositive();
    assertThat(late.warnings())
        .anyMatch(warning -> warning.startsWith("The copy has to take less"));

    set.simulator().faults().repairAll();
    var back =
        Patience.until(
            "it is back, and cannot go on",
            DEADLINE,
            () -> advice(member),
            advice -> advice.state() == dev.binnacle.platform.mongodb.MemberState.RECOVERING);
    assertThat(back.verdict()).isEqualTo(Verdict.NEEDED);
  }

  private static ResyncAdvice advice(String member) {
    return views.resyncAdvice(TestReplicaSet.NAME, member);
  }
}
