package dev.binnacle.databases.redis;

import static dev.binnacle.databases.redis.GivenCluster.slots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoveGuardsTest {

  @Test
  void aClusterThatIsWellLetsSlotsMove() {
    assertThat(
            MoveGuards.evaluate(
                GivenCluster.healthy().picture(), List.of(new SlotMove("a", "b", slots(0, 9)))))
        .allMatch(result -> result.outcome() == Outcome.PASS);
  }

  @Test
  void noMasterMayMissTheNews() {
    var result = MoveGuards.mastersAnswer(GivenCluster.healthy().silent("c").picture());

    assertThat(result.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(result.overridable()).isFalse();
  }

  @Test
  void disagreementGapsAndOpenSlotsAreMendedFirst() {
    assertThat(
            MoveGuards.nodesAgree(GivenCluster.healthy().believing("f", slots(0, 100)).picture())
                .outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(
            MoveGuards.covered(
                    GivenCluster.healthy().master("c", 3, slots(11_000, 16_383)).picture())
                .outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(
            MoveGuards.noOpenSlots(GivenCluster.healthy().migrating("a", 7, "b").picture())
                .outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void aTargetNearItsLimitTakesNoMore() {
    var given = GivenCluster.healthy().limited("b", 100);

    assertThat(
            MoveGuards.haveRoom(given.picture(), List.of(new SlotMove("a", "b", slots(0, 5460))))
                .outcome())
        .isEqualTo(Outcome.BLOCK);
  }
}
