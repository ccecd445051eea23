package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import org.junit.jupiter.api.Test;

/** When a replica may throw its data away. The cluster is a, b, c, led by a. */
class ReinitializeGuardsTest {

  private static GuardResult guard(GivenSnapshot given, String name) {
    var snapshot = given.take();
    return ReinitializeGuards.evaluate(snapshot, snapshot.member("b").orElseThrow()).stream()
        .filter(guard -> guard.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aReplicaThatDoesNotReplicateIsTheUsualCase() {
    var snapshot = GivenSnapshot.healthy().notStreaming("b").state("b", "start failed").take();
    assertThat(ReinitializeGuards.evaluate(snapshot, snapshot.member("b").orElseThrow()))
        .extracting(GuardResult::outcome)
        .containsOnly(Outcome.PASS);
  }

  @Test
  void aReplicaThatWorksIsWarnedAbout() {
    assertThat(guard(GivenSnapshot.healthy(), ReinitializeGuards.MEMBER_BROKEN).outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void withoutALeaderThereIsNothingToCopyFrom() {
    var none = guard(GivenSnapshot.healthy().withoutLeader(), ReinitializeGuards.SOURCE_HEALTHY);
    assertThat(none.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(none.overridable()).isFalse();
    assertThat(
            guard(GivenSnapshot.healthy().silentSql(), ReinitializeGuards.SOURCE_HEALTHY).outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void theLastReplicaIsWarnedAbout() {
    assertThat(guard(GivenSnapshot.healthy().notStreaming("c"), PatroniGuards.REDUNDANCY).outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void aMemberWhosePatroniIsSilentCannot() {
    assertThat(
            guard(GivenSnapshot.healthy().unreachable("b"), PatroniGuards.MEMBER_ANSWERS).outcome())
        .isEqualTo(Outcome.BLOCK);
  }
}
