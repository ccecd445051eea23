package dev.binnacle.databases.postgresql;

import static dev.binnacle.databases.postgresql.SwitchoverGuards.CANDIDATE_HEALTHY;
import static dev.binnacle.databases.postgresql.SwitchoverGuards.MEMBERS_REACHABLE;
import static dev.binnacle.databases.postgresql.SwitchoverGuards.PATRONI_CONTROL;
import static dev.binnacle.databases.postgresql.SwitchoverGuards.QUORUM_SAFE;
import static dev.binnacle.databases.postgresql.SwitchoverGuards.REPLICATION_LAG;
import static dev.binnacle.databases.postgresql.SwitchoverGuards.SYNCHRONOUS_RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import org.junit.jupiter.api.Test;

/** The candidate is b, the leader a, the third member c. */
class SwitchoverGuardsTest {

  @Test
  void aHealthyClusterPasses() {
    var snapshot = GivenSnapshot.healthy().take();
    assertThat(
            SwitchoverGuards.evaluate(
                snapshot, snapshot.leader().orElseThrow(), snapshot.member("b").orElseThrow()))
        .allMatch(guard -> guard.outcome() == Outcome.PASS)
        .extracting(GuardResult::name)
        .containsExactly(
            CANDIDATE_HEALTHY,
            REPLICATION_LAG,
            SYNCHRONOUS_RULES,
            QUORUM_SAFE,
            MEMBERS_REACHABLE,
            PATRONI_CONTROL);
  }

  @Test
  void candidateHealthy() {
    assertForbidden(CANDIDATE_HEALTHY, GivenSnapshot.healthy().unreachable("b"));
    assertForbidden(CANDIDATE_HEALTHY, GivenSnapshot.healthy().state("b", "starting"));
    assertBlocked(CANDIDATE_HEALTHY, GivenSnapshot.healthy().notStreaming("b"));
    assertOutcome(CANDIDATE_HEALTHY, GivenSnapshot.healthy().silentSql(), Outcome.NOT_AVAILABLE);
    assertOutcome(CANDIDATE_HEALTHY, GivenSnapshot.healthy().timeline("b", 2), Outcome.PASS);
  }

  @Test
  void replicationLag() {
    assertOutcome(REPLICATION_LAG, GivenSnapshot.healthy().lag("b", 1000L), Outcome.PASS);
    assertBlocked(REPLICATION_LAG, GivenSnapshot.healthy().lag("b", 1001L));
    assertBlocked(REPLICATION_LAG, GivenSnapshot.healthy().lag("b", null));
    assertOutcome(REPLICATION_LAG, GivenSnapshot.healthy().silentSql(), Outcome.WARN);
    assertOutcome(REPLICATION_LAG, GivenSnapshot.healthy().silentSettings(), Outcome.NOT_AVAILABLE);
  }

  @Test
  void synchronousRules() {
    assertForbidden(SYNCHRONOUS_RULES, GivenSnapshot.healthy().synchronous());
    assertOutcome(
        SYNCHRONOUS_RULES,
        GivenSnapshot.healthy().synchronous().role("b", "sync_standby"),
        Outcome.PASS);
    assertOutcome(
        SYNCHRONOUS_RULES,
        GivenSnapshot.healthy().synchronous().role("b", "quorum_standby"),
        Outcome.PASS);
    assertOutcome(
        SYNCHRONOUS_RULES, GivenSnapshot.healthy().silentSettings(), Outcome.NOT_AVAILABLE);
  }

  @Test
  void quorumSafe() {
    assertOutcome(QUORUM_SAFE, GivenSnapshot.of("a", "b"), Outcome.WARN);
    assertOutcome(QUORUM_SAFE, GivenSnapshot.healthy().unreachable("c"), Outcome.WARN);
    assertBlocked(QUORUM_SAFE, GivenSnapshot.healthy().unreachable("b", "c"));
    assertBlocked(
        QUORUM_SAFE, GivenSnapshot.of("a", "b", "c", "d").unreachable("c").state("d", "stopped"));
    assertOutcome(
        QUORUM_SAFE, GivenSnapshot.healthy().unreachable("a", "b", "c"), Outcome.NOT_AVAILABLE);
  }

  @Test
  void membersReachable() {
    assertBlocked(MEMBERS_REACHABLE, GivenSnapshot.healthy().unreachable("c"));
    assertBlocked(MEMBERS_REACHABLE, GivenSnapshot.healthy().unreachable("a"));
    assertOutcome(
        MEMBERS_REACHABLE, GivenSnapshot.of("a", "b", "c", "d").unreachable("d"), Outcome.WARN);
    assertBlocked(MEMBERS_REACHABLE, GivenSnapshot.healthy().unreachable("c").silentSql());
    assertOutcome(
        MEMBERS_REACHABLE,
        GivenSnapshot.healthy().unreachable("a", "b", "c"),
        Outcome.NOT_AVAILABLE);
  }

  @Test
  void patroniControl() {
    assertOutcome(PATRONI_CONTROL, GivenSnapshot.healthy().paused(), Outcome.WARN);
    assertBlocked(PATRONI_CONTROL, GivenSnapshot.healthy().scheduled());
    assertBlocked(PATRONI_CONTROL, GivenSnapshot.healthy().failsafe("a"));
    assertBlocked(PATRONI_CONTROL, GivenSnapshot.healthy().seesNoLeader("a"));
    assertForbidden(PATRONI_CONTROL, GivenSnapshot.healthy().role("a", "standby_leader"));
    assertOutcome(PATRONI_CONTROL, GivenSnapshot.healthy().unreachable("a"), Outcome.NOT_AVAILABLE);
  }

  private static void assertBlocked(String guard, GivenSnapshot given) {
    assertThat(result(guard, given))
        .matches(result -> result.outcome() == Outcome.BLOCK && result.overridable());
  }

  private static void assertForbidden(String guard, GivenSnapshot given) {
    assertThat(result(guard, given))
        .matches(result -> result.outcome() == Outcome.BLOCK && !result.overridable());
  }

  private static void assertOutcome(String guard, GivenSnapshot given, Outcome outcome) {
    assertThat(result(guard, given).outcome()).isEqualTo(outcome);
    assertThat(result(guard, given).message()).endsWith(".");
  }

  private static GuardResult result(String guard, GivenSnapshot given) {
    var snapshot = given.take();
    return SwitchoverGuards.evaluate(
            snapshot, snapshot.leader().orElseThrow(), snapshot.member("b").orElseThrow())
        .stream()
        .filter(result -> result.name().equals(guard))
        .findFirst()
        .orElseThrow();
  }
}
