package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.health.Reason;
import dev.binnacle.health.Verdict;
import org.junit.jupiter.api.Test;

class PostgresqlHealthTest {

  @Test
  void healthy() {
    var health = PostgresqlHealth.of(GivenSnapshot.healthy().take());
    assertThat(health.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(health.reasons()).isEmpty();
    assertThat(PostgresqlHealth.members(GivenSnapshot.healthy().take()))
        .hasSize(3)
        .allMatch(MemberHealth::isHealthy)
        .allMatch(MemberHealth::lagKnown);
  }

  @Test
  void nobodyAnswers() {
    var snapshot = GivenSnapshot.healthy().silentCluster();
    assertVerdict(snapshot, Verdict.UNKNOWN, "PATRONI_UNREACHABLE");
    assertThat(PostgresqlHealth.members(snapshot.take())).isEmpty();
  }

  @Test
  void noLeader() {
    assertVerdict(GivenSnapshot.healthy().withoutLeader(), Verdict.CRITICAL, "NO_LEADER");
  }

  @Test
  void leaderIsNotRunning() {
    assertVerdict(
        GivenSnapshot.healthy().state("a", "crashed"), Verdict.CRITICAL, "LEADER_NOT_RUNNING");
  }

  @Test
  void leaderTakesNoWrites() {
    assertVerdict(
        GivenSnapshot.healthy().leaderInRecovery(), Verdict.CRITICAL, "LEADER_IN_RECOVERY");
  }

  @Test
  void aStandbyLeaderIsInRecoveryAsItShouldBe() {
    assertVerdict(
        GivenSnapshot.healthy().role("a", "standby_leader").leaderInRecovery(), Verdict.HEALTHY);
  }

  @Test
  void leaderSpeaksNoSql() {
    assertVerdict(GivenSnapshot.healthy().silentSql(), Verdict.DEGRADED, "LEADER_SQL_UNAVAILABLE");
  }

  @Test
  void aMemberIsUnreachable() {
    assertVerdict(
        GivenSnapshot.healthy().unreachable("c"),
        Verdict.DEGRADED,
        "MEMBER_UNREACHABLE",
        "REPLICA_NOT_STREAMING");
  }

  @Test
  void aReplicaIsNotRunning() {
    assertVerdict(
        GivenSnapshot.healthy().state("c", "stopped"), Verdict.DEGRADED, "MEMBER_NOT_RUNNING");
  }

  @Test
  void aReplicaDoesNotStreamOnItsOldTimeline() {
    assertVerdict(
        GivenSnapshot.healthy().notStreaming("c").timeline("c", 2),
        Verdict.DEGRADED,
        "REPLICA_NOT_STREAMING",
        "TIMELINE_BEHIND");
  }

  @Test
  void aReplicaThatStreamsHasFollowedWhateverPatroniRemembers() {
    assertVerdict(GivenSnapshot.healthy().timeline("c", 2), Verdict.HEALTHY);
  }

  @Test
  void aReplicaIsTooFarBehind() {
    assertVerdict(GivenSnapshot.healthy().lag("c", 1001L), Verdict.DEGRADED, "REPLICA_BEHIND");
    assertVerdict(GivenSnapshot.healthy().lag("c", 1000L), Verdict.HEALTHY);
  }

  @Test
  void aLagIsUnknown() {
    assertVerdict(GivenSnapshot.healthy().lag("c", null), Verdict.DEGRADED, "LAG_UNKNOWN");
  }

  @Test
  void nobodyCouldTakeOver() {
    assertVerdict(GivenSnapshot.of("a"), Verdict.DEGRADED, "NO_HEALTHY_REPLICA");
  }

  @Test
  void synchronousReplicationWithoutAStandby() {
    assertVerdict(
        GivenSnapshot.healthy().synchronous(), Verdict.DEGRADED, "NO_SYNCHRONOUS_STANDBY");
    assertVerdict(GivenSnapshot.healthy().synchronous().role("b", "sync_standby"), Verdict.HEALTHY);
  }

  @Test
  void withoutTheConsensusStore() {
    assertVerdict(GivenSnapshot.healthy().failsafe("a"), Verdict.DEGRADED, "FAILSAFE_MODE");
  }

  @Test
  void paused() {
    assertVerdict(GivenSnapshot.healthy().paused(), Verdict.DEGRADED, "PATRONI_PAUSED");
  }

  @Test
  void whatIsOnlyWorthKnowingLeavesTheVerdict() {
    assertVerdict(
        GivenSnapshot.healthy().scheduled().pendingRestart("b"),
        Verdict.HEALTHY,
        "PENDING_RESTART",
        "SWITCHOVER_SCHEDULED");
  }

  @Test
  void theWorstReasonComesFirst() {
    assertVerdict(
        GivenSnapshot.healthy().pendingRestart("b").paused().state("a", "crashed"),
        Verdict.CRITICAL,
        "LEADER_NOT_RUNNING",
        "PATRONI_PAUSED",
        "PENDING_RESTART");
  }

  private static void assertVerdict(GivenSnapshot given, Verdict verdict, String... codes) {
    var health = PostgresqlHealth.of(given.take());
    assertThat(health.verdict()).isEqualTo(verdict);
    assertThat(health.reasons()).extracting(Reason::code).containsExactly(codes);
  }
}
