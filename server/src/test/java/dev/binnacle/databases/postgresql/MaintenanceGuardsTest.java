package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When Patroni's maintenance mode may begin and end. The cluster is a, b, c, led by a. */
class MaintenanceGuardsTest {

  private static Outcome outcome(List<GuardResult> guards, String name) {
    return guards.stream()
        .filter(guard -> guard.name().equals(name))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  private static Outcome ofPause(GivenSnapshot given, String name) {
    return outcome(MaintenanceGuards.ofPause(given.take()), name);
  }

  private static Outcome ofResume(GivenSnapshot given, String name) {
    return outcome(MaintenanceGuards.ofResume(given.take()), name);
  }

  @Test
  void aHealthyClusterMayBePaused() {
    assertThat(MaintenanceGuards.ofPause(GivenSnapshot.healthy().take()))
        .extracting(GuardResult::outcome)
        .containsOnly(Outcome.PASS);
  }

  @Test
  void aClusterInTroubleIsNotLeftAlone() {
    assertThat(ofPause(GivenSnapshot.healthy().withoutLeader(), MaintenanceGuards.CLUSTER_HEALTHY))
        .isEqualTo(Outcome.BLOCK);
    assertThat(
            ofPause(GivenSnapshot.healthy().notStreaming("b"), MaintenanceGuards.CLUSTER_HEALTHY))
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void withoutTheConsensusStoreNothingCanBeChanged() {
    var given = GivenSnapshot.healthy().failsafe("b");
    assertThat(ofPause(given, MaintenanceGuards.CONSENSUS_STORE)).isEqualTo(Outcome.BLOCK);
    assertThat(ofResume(given, MaintenanceGuards.CONSENSUS_STORE)).isEqualTo(Outcome.BLOCK);
  }

  @Test
  void anElectionThatFollowsAtOnceIsWarnedAbout() {
    assertThat(ofResume(GivenSnapshot.healthy().paused(), MaintenanceGuards.LEADER_RUNS))
        .isEqualTo(Outcome.PASS);
    assertThat(
            ofResume(GivenSnapshot.healthy().paused().silentSql(), MaintenanceGuards.LEADER_RUNS))
        .isEqualTo(Outcome.WARN);
  }
}
