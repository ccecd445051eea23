package dev.binnacle.databases.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotRemedyTest {

  private static SlotRemedy remedy(GivenCluster given) {
    return SlotRemedy.of(given.picture().openSlots().getFirst());
  }

  @Test
  void aMoveThatBothSidesKnowOfGoesOn() {
    assertThat(remedy(GivenCluster.healthy().migrating("a", 7, "b").importing("b", 7, "a")))
        .isEqualTo(new SlotRemedy.Complete(7, "a", "b"));
  }

  @Test
  void anImportThatTheOwnerDoesNotKnowOfIsTakenBack() {
    assertThat(remedy(GivenCluster.healthy().importing("b", 7, "a")))
        .isEqualTo(new SlotRemedy.GiveBack(7, "a", Set.of("b")));
  }

  @Test
  void aMigrationThatNobodyTakesIsClosed() {
    assertThat(remedy(GivenCluster.healthy().migrating("a", 7, "b")))
        .isEqualTo(new SlotRemedy.GiveBack(7, "a", Set.of("b")));
  }

  @Test
  void twoImportersGiveBackBoth() {
    assertThat(
            remedy(
                GivenCluster.healthy()
                    .migrating("a", 7, "d")
                    .importing("b", 7, "a")
                    .importing("c", 7, "a")))
        .isEqualTo(new SlotRemedy.GiveBack(7, "a", Set.of("b", "c", "d")));
  }

  @Test
  void aSlotThatNobodyServesIsNoMatterOfAnOpenSlot() {
    assertThat(
            remedy(
                GivenCluster.healthy()
                    .master("a", 1, GivenCluster.slots(8, 5460))
                    .importing("b", 7, "a")))
        .isEqualTo(new SlotRemedy.Impossible(7));
  }
}
