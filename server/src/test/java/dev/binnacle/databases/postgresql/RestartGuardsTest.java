package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import org.junit.jupiter.api.Test;

/** When a member may be restarted. The cluster is a, b, c, led by a. */
class RestartGuardsTest {

  private static GuardResult guard(GivenSnapshot given, RestartWish wish, String name) {
    var snapshot = given.take();
    return RestartGuards.evaluate(snapshot, snapshot.member(wish.member()).orElseThrow(), wish)
        .stream()
        .filter(guard -> guard.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static RestartWish replica() {
    return new RestartWish("b", false, false);
  }

  private static RestartWish leader(boolean known) {
    return new RestartWish("a", false, known);
  }

  @Test
  void aHealthyReplicaMay() {
    var snapshot = GivenSnapshot.healthy().take();
    assertThat(RestartGuards.evaluate(snapshot, snapshot.member("b").orElseThrow(), replica()))
        .extracting(GuardResult::outcome)
        .containsOnly(Outcome.PASS);
  }

  @Test
  void theLeaderMayOnlyWhenTheCallerKnowsThatItLeads() {
    var healthy = GivenSnapshot.healthy();
    var blocked = guard(healthy, leader(false), RestartGuards.MEMBER_ROLE);
    assertThat(blocked.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(blocked.overridable()).isTrue();
    assertThat(guard(healthy, leader(true), RestartGuards.MEMBER_ROLE).outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void aMemberWhosePatroniIsSilentCannot() {
    var silent =
        guard(GivenSnapshot.healthy().unreachable("b"), replica(), PatroniGuards.MEMBER_ANSWERS);
    assertThat(silent.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(silent.overridable()).isFalse();
  }

  @Test
  void onlyWhatIsPendingIsRestartedWhenThatIsAskedFor() {
    var wish = new RestartWish("b", true, false);
    var refused = guard(GivenSnapshot.healthy(), wish, RestartGuards.PENDING_RESTART);
    assertThat(refused.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(refused.overridable()).isFalse();
    assertThat(
            guard(GivenSnapshot.healthy().pendingRestart("b"), wish, RestartGuards.PENDING_RESTART)
                .outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void somebodyShouldBeThereWhoCouldTakeOver() {
    var alone = GivenSnapshot.healthy().notStreaming("b").notStreaming("c");
    assertThat(guard(alone, leader(true), PatroniGuards.REDUNDANCY).outcome())
        .isEqualTo(Outcome.BLOCK);
    var last = GivenSnapshot.healthy().notStreaming("c");
    assertThat(guard(last, replica(), PatroniGuards.REDUNDANCY).outcome()).isEqualTo(Outcome.WARN);
    assertThat(
            guard(GivenSnapshot.healthy().silentSql(), replica(), PatroniGuards.REDUNDANCY)
                .outcome())
        .isEqualTo(Outcome.NOT_AVAILABLE);
  }

  @Test
  void theOnlySynchronousStandbyHoldsUpCommits() {
    var given = GivenSnapshot.healthy().synchronous().role("b", "sync_standby").notStreaming("c");
    assertThat(guard(given, replica(), RestartGuards.SYNCHRONOUS_STANDBY).outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(
            guard(
                    GivenSnapshot.healthy().silentSettings(),
                    replica(),
                    RestartGuards.SYNCHRONOUS_STANDBY)
                .outcome())
        .isEqualTo(Outcome.NOT_AVAILABLE);
  }

  @Test
  void patroniHasToBeInControl() {
    assertThat(outcomeOfControl(GivenSnapshot.healthy().scheduled())).isEqualTo(Outcome.BLOCK);
    assertThat(outcomeOfControl(GivenSnapshot.healthy().seesNoLeader("a")))
        .isEqualTo(Outcome.BLOCK);
    assertThat(outcomeOfControl(GivenSnapshot.healthy().failsafe("a"))).isEqualTo(Outcome.BLOCK);
    assertThat(outcomeOfControl(GivenSnapshot.healthy().withoutLeader())).isEqualTo(Outcome.BLOCK);
    assertThat(outcomeOfControl(GivenSnapshot.healthy().paused())).isEqualTo(Outcome.WARN);
    assertThat(outcomeOfControl(GivenSnapshot.healthy().unreachable("a")))
        .isEqualTo(Outcome.NOT_AVAILABLE);
  }

  private static Outcome outcomeOfControl(GivenSnapshot given) {
    return guard(given, replica(), PatroniGuards.PATRONI_CONTROL).outcome();
  }
}
