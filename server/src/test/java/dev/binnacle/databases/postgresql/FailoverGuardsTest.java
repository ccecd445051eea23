package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import dev.binnacle.problems.ProblemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a failover may be, and to whom. The cluster is a, b, c, led by a. */
class FailoverGuardsTest {

  private static GuardResult guard(GivenSnapshot given, String name) {
    return guard(given, name, false);
  }

  private static GuardResult guard(GivenSnapshot given, String name, boolean force) {
    var snapshot = given.take();
    return FailoverGuards.evaluate(snapshot, snapshot.member("b").orElseThrow(), force).stream()
        .filter(guard -> guard.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String chosen(GivenSnapshot given) {
    return FailoverChoice.of(given.take(), Optional.empty()).name();
  }

  @Test
  void aLeaderThatWorksIsReplacedByForceOnly() {
    var works = guard(GivenSnapshot.healthy(), FailoverGuards.LEADER_LOST);
    assertThat(works.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(works.message()).contains("switchover");
    assertThat(guard(GivenSnapshot.healthy(), FailoverGuards.LEADER_LOST, true).outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void aLeaderThatIsLostIsReplaced() {
    assertThat(guard(GivenSnapshot.healthy().withoutLeader(), FailoverGuards.LEADER_LOST).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(guard(GivenSnapshot.healthy().silentSql(), FailoverGuards.LEADER_LOST).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(
            guard(GivenSnapshot.healthy().leaderInRecovery(), FailoverGuards.LEADER_LOST).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aLeaderWhosePatroniAloneIsSilentStillTakesWrites() {
    assertThat(
            guard(GivenSnapshot.healthy().unreachable("a"), FailoverGuards.LEADER_LOST).outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void theCandidateHasToRunAndToAnswer() {
    for (var given :
        new GivenSnapshot[] {
          GivenSnapshot.healthy().unreachable("b"), GivenSnapshot.healthy().state("b", "stopped")
        }) {
      var refused = guard(given, FailoverGuards.CANDIDATE_RUNS);
      assertThat(refused.outcome()).isEqualTo(Outcome.BLOCK);
      assertThat(refused.overridable()).isFalse();
    }
  }

  @Test
  void whatTheCandidateDoesNotHaveWouldBeLost() {
    var behind = guard(GivenSnapshot.healthy().position("c", 1500L), FailoverGuards.MOST_WAL);
    assertThat(behind.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(behind.overridable()).isTrue();
    assertThat(behind.message()).contains("500 bytes");
    assertThat(guard(GivenSnapshot.healthy().unreachable("c"), FailoverGuards.MOST_WAL).outcome())
        .isEqualTo(Outcome.WARN);
    assertThat(
            guard(GivenSnapshot.healthy().position("b", null), FailoverGuards.MOST_WAL).outcome())
        .isEqualTo(Outcome.NOT_AVAILABLE);
    assertThat(guard(GivenSnapshot.healthy(), FailoverGuards.MOST_WAL).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aLeaderThatWorksSendsTheRestWhenItIsShutDown() {
    assertThat(
            guard(GivenSnapshot.healthy().position("a", 1500L), FailoverGuards.MOST_WAL).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(
            guard(GivenSnapshot.healthy().silentSql().position("a", 1500L), FailoverGuards.MOST_WAL)
                .outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void aStandbyThatIsNotSynchronousMayLackConfirmedCommits() {
    assertThat(
            guard(GivenSnapshot.healthy().synchronous(), FailoverGuards.SYNCHRONOUS_RULES)
                .outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(
            guard(
                    GivenSnapshot.healthy().synchronous().role("b", "sync_standby"),
                    FailoverGuards.SYNCHRONOUS_RULES)
                .outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void patroniHasToBeAbleToMakeALeader() {
    assertThat(
            guard(GivenSnapshot.healthy().failsafe("b"), FailoverGuards.PATRONI_CONTROL).outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(
            guard(
                    GivenSnapshot.healthy().role("a", "standby_leader"),
                    FailoverGuards.PATRONI_CONTROL)
                .overridable())
        .isFalse();
    assertThat(
            guard(GivenSnapshot.healthy().withoutLeader(), FailoverGuards.PATRONI_CONTROL)
                .outcome())
        .isEqualTo(Outcome.WARN);
    assertThat(
            guard(GivenSnapshot.healthy().withoutLeader().paused(), FailoverGuards.PATRONI_CONTROL)
                .outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aNewLeaderThatWouldBeAloneIsWarnedAbout() {
    assertThat(
            guard(GivenSnapshot.healthy().unreachable("a", "c"), FailoverGuards.QUORUM_SAFE)
                .outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void whoeverHasMostOfTheWalIsChosen() {
    assertThat(chosen(GivenSnapshot.healthy().withoutLeader().unreachable("a"))).isEqualTo("b");
    assertThat(chosen(GivenSnapshot.healthy().unreachable("a").position("c", 2000L)))
        .isEqualTo("c");
    assertThat(chosen(GivenSnapshot.healthy().position("c", 2000L).noFailover("c"))).isEqualTo("b");
    assertThat(chosen(GivenSnapshot.healthy().unreachable("b"))).isEqualTo("c");
    assertThatThrownBy(() -> chosen(GivenSnapshot.healthy().unreachable("b", "c")))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aStrangerAndTheLeaderAreRefused() {
    for (var name : new String[] {"a", "nobody"}) {
      assertThatThrownBy(() -> FailoverChoice.of(GivenSnapshot.healthy().take(), Optional.of(name)))
          .isInstanceOf(ProblemException.class);
    }
  }
}
