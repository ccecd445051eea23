package dev.binnacle.databases.redis;

import static dev.binnacle.databases.redis.GivenCluster.slots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.databases.redis.RebalancePlan.Weighted;
import dev.binnacle.platform.redis.Slots;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many slots go where, and which. */
class SlotPlansTest {

  private static final SlotShare A = new SlotShare("a", slots(0, 5460));
  private static final SlotShare B = new SlotShare("b", slots(5461, 10_922));
  private static final SlotShare C = new SlotShare("c", slots(10_923, 16_383));
  private static final SlotShare EMPTY = new SlotShare("d", Slots.NONE);

  private static int count(List<SlotMove> moves) {
    return moves.stream().mapToInt(move -> move.slots().count()).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 999, 1000, 10_923})
  void exactlyAsManySlotsMoveAsWereAskedFor(int wanted) {
    assertThat(count(ReshardPlan.of(List.of(A, B), "c", wanted))).isEqualTo(wanted);
  }

  @Test
  void everySourceGivesInProportionFromItsLowestSlotUpward() {
    var small = new SlotShare("s", slots(0, 99));
    var large = new SlotShare("l", slots(100, 399));

    var moves = ReshardPlan.of(List.of(small, large), "t", 100);

    assertThat(moves)
        .containsExactly(
            new SlotMove("l", "t", slots(100, 174)), new SlotMove("s", "t", slots(0, 24)));
  }

  @Test
  void aSourceWithoutSlotsGivesNone() {
    assertThat(ReshardPlan.of(List.of(A, EMPTY), "c", 5))
        .containsExactly(new SlotMove("a", "c", slots(0, 4)));
  }

  private static Weighted weighted(SlotShare share, double weight) {
    return new Weighted(share, weight);
  }

  @Test
  void whatIsNearEnoughIsLeftAlone() {
    assertThat(RebalancePlan.of(List.of(weighted(A, 1), weighted(B, 1), weighted(C, 1)), 2))
        .isEmpty();
  }

  @Test
  void aNewMasterGetsItsPartFromAll() {
    var moves =
        RebalancePlan.of(
            List.of(weighted(A, 1), weighted(B, 1), weighted(C, 1), weighted(EMPTY, 1)), 2);

    assertThat(moves).hasSize(3).allMatch(move -> move.target().equals("d"));
    assertThat(count(moves)).isEqualTo(4096);
  }

  @Test
  void aWeightOfZeroEmptiesAMaster() {
    var moves = RebalancePlan.of(List.of(weighted(A, 0), weighted(B, 1), weighted(C, 1)), 2);

    assertThat(moves).allMatch(move -> move.source().equals("a"));
    assertThat(moves.stream().map(SlotMove::slots).reduce(Slots.NONE, Slots::with))
        .isEqualTo(A.slots());
  }

  @Test
  void noSlotMovesTwice() {
    var moves = RebalancePlan.of(List.of(weighted(A, 3), weighted(B, 1), weighted(C, 1)), 0);

    assertThat(moves.stream().map(SlotMove::slots).reduce(Slots.NONE, Slots::with).count())
        .isEqualTo(count(moves));
  }
}
