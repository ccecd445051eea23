package dev.binnacle.databases.redis;

import static dev.binnacle.databases.redis.GivenCluster.slots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.redis.Slots;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the slots of a master go that leaves. */
class EvacuationPlanTest {

  private static final SlotShare LEAVING = new SlotShare("a", slots(0, 4095));

  private static int taken(List<SlotMove> moves, String taker) {
    return moves.stream()
        .filter(move -> move.target().equals(taker))
        .mapToInt(move -> move.slots().count())
        .sum();
  }

  @Test
  void equalsGetEqualParts() {
    var moves =
        EvacuationPlan.of(
            LEAVING,
            List.of(
                new SlotShare("b", slots(4096, 8191)),
                new SlotShare("c", slots(8192, 12_287)),
                new SlotShare("d", slots(12_288, 16_383))));

    assertThat(List.of(taken(moves, "b"), taken(moves, "c"), taken(moves, "d")))
        .containsExactlyInAnyOrder(1366, 1365, 1365);
    assertThat(moves.stream().map(SlotMove::slots).reduce(Slots.NONE, Slots::with))
        .isEqualTo(LEAVING.slots());
  }

  @Test
  void whoeverHasFewestGetsMost() {
    var moves =
        EvacuationPlan.of(
            LEAVING,
            List.of(
                new SlotShare("b", slots(4096, 15_383)),
                new SlotShare("c", slots(15_384, 16_383))));

    assertThat(taken(moves, "c")).isEqualTo(4096);
    assertThat(taken(moves, "b")).isZero();
  }

  @Test
  void noSlotGoesToTwo() {
    var moves =
        EvacuationPlan.of(
            LEAVING,
            List.of(
                new SlotShare("b", slots(4096, 6095)), new SlotShare("c", slots(6096, 16_383))));

    assertThat(moves.stream().map(SlotMove::slots).reduce(Slots.NONE, Slots::with).count())
        .isEqualTo(moves.stream().mapToInt(move -> move.slots().count()).sum());
  }
}
