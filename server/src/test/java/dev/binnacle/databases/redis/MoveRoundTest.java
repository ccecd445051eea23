package dev.binnacle.databases.redis;

import static dev.binnacle.databases.redis.GivenCluster.slots;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MoveRoundTest {

  private static final List<SlotMove> HUNDRED = List.of(new SlotMove("a", "b", slots(0, 99)));

  private static MoveRound round(GivenCluster given, List<SlotMove> moves) {
    return MoveRound.of(given.picture(), moves, 16);
  }

  @Test
  void aBatchIsAsLargeAsItMayBe() {
    var round = round(GivenCluster.healthy(), HUNDRED);

    assertThat(round.done()).isZero();
    assertThat(round.batches())
        .singleElement()
        .satisfies(batch -> {
          assertThat(batch.slots()).isEqualTo(slots(0, 15));
          assertThat(batch.source().id()).isEqualTo("a");
          assertThat(batch.target().id()).isEqualTo("b");
          assertThat(batch.others()).extracting(RedisMember::id).containsExactly("c");
        });
  }

  @Test
  void everySourceMovesAtTheSameTime() {
    var moves =
        List.of(new SlotMove("a", "c", slots(0, 9)), new SlotMove("b", "c", slots(5461, 5470)));

    assertThat(round(GivenCluster.healthy(), moves).batches())
        .extracting(batch -> batch.source().id())
        .containsExactly("a", "b");
  }

  @Test
  void whatHasMovedIsDone() {
    var given =
        GivenCluster.healthy().master("a", 1, slots(100, 5460)).master("b", 9, slots(0, 99));

    assertThat(round(given, HUNDRED).complete()).isTrue();
    assertThat(round(given, HUNDRED).done()).isEqualTo(100);
  }

  @Test
  void aSlotThatIsOpenGoesFirst() {
    var given = GivenCluster.healthy().migrating("a", 77, "b").importing("b", 77, "a");

    assertThat(round(given, HUNDRED).batches().getFirst().slots().contains(77)).isTrue();
  }

  @Test
  void aSlotThatHasArrivedButIsStillOpenIsSettled() {
    var given =
        GivenCluster.healthy()
            .master("a", 1, slots(100, 5460))
            .master("b", 9, slots(0, 99))
            .migrating("a", 5, "b");

    var round = round(given, HUNDRED);

    assertThat(round.complete()).isFalse();
    assertThat(round.settled()).containsEntry("b", slots(5, 5));
  }

  @Test
  void afterAFailoverTheReplicaGives() {
    var given = GivenCluster.healthy().master("d", 9, slots(0, 5460)).replica("a", "d").silent("a");

    assertThat(round(given, HUNDRED).batches().getFirst().source().id()).isEqualTo("d");
  }

  @Test
  void aSilentNodeIsWaitedFor() {
    assertThat(round(GivenCluster.healthy().silent("a"), HUNDRED).waiting())
        .containsExactly(GivenCluster.name("a"));
    assertThat(round(GivenCluster.healthy().silent("b"), HUNDRED).waiting())
        .containsExactly(GivenCluster.name("b"));
  }
}
