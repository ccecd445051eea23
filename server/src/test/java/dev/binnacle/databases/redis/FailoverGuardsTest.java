package dev.binnacle.databases.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult.Outcome;
import org.junit.jupiter.api.Test;

class FailoverGuardsTest {

  private static RedisMember member(GivenCluster given, String id) {
    return given.picture().membersById().get(id);
  }

  private static Outcome inStep(GivenCluster given) {
    return FailoverGuards.inStep(member(given, "d"), member(given, "a")).outcome();
  }

  @Test
  void aReplicaThatHearsItsMasterMayTakeOver() {
    assertThat(inStep(GivenCluster.healthy())).isEqualTo(Outcome.PASS);
  }

  @Test
  void aReplicaThatDoesNotHearItsLivingMasterMayNot() {
    assertThat(inStep(GivenCluster.healthy().unlinked("d"))).isEqualTo(Outcome.BLOCK);
  }

  @Test
  void aDeadMasterLosesWhatItHadNotPassedOn() {
    assertThat(inStep(GivenCluster.healthy().silent("a").unlinked("d"))).isEqualTo(Outcome.WARN);
  }

  @Test
  void aSilentReplicaCannotTakeOverWhateverAnAdminSays() {
    var result =
        FailoverGuards.inStep(
            member(GivenCluster.healthy().silent("d"), "d"), member(GivenCluster.healthy(), "a"));

    assertThat(result.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(result.overridable()).isFalse();
  }

  @Test
  void aMajorityOfTheMastersElects() {
    assertThat(FailoverGuards.canElect(GivenCluster.healthy().silent("a").picture()).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(
            FailoverGuards.canElect(GivenCluster.healthy().silent("a").silent("b").picture())
                .outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void aMoveOfSlotsIsNotLostByAFailover() {
    var given = GivenCluster.healthy().migrating("a", 7, "b");

    assertThat(FailoverGuards.noOpenSlots(given.picture(), member(given, "a")).outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(FailoverGuards.noOpenSlots(given.picture(), member(given, "c")).outcome())
        .isEqualTo(Outcome.PASS);
  }
}
