package dev.binnacle.databases.redis;

import static dev.binnacle.databases.redis.GivenCluster.slots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import org.junit.jupiter.api.Test;

/** Whom a cluster can do without. */
class RemoveNodeGuardsTest {

  private static RedisMember member(GivenCluster given, String id) {
    return given.picture().membersById().get(id);
  }

  private static GuardResult election(GivenCluster given) {
    return RemoveNodeGuards.mastersCanElect(given.picture(), member(given, "a"));
  }

  private static GivenCluster fourMasters() {
    return GivenCluster.healthy()
        .master("c", 3, slots(10_923, 15_999))
        .master("g", 4, slots(16_000, 16_383));
  }

  @Test
  void threeMastersAreEnough() {
    assertThat(election(fourMasters()).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void withTwoMastersNobodyIsElectedAndAnAdminMayWantThat() {
    var result = election(GivenCluster.healthy());

    assertThat(result.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(result.overridable()).isTrue();
  }

  @Test
  void withoutAMajorityThatAnswersNobodyMayGoWhateverAnAdminSays() {
    var result = election(GivenCluster.healthy().silent("b"));

    assertThat(result.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(result.overridable()).isFalse();
  }

  @Test
  void aReplicaHasNoVote() {
    var given = GivenCluster.healthy();

    assertThat(RemoveNodeGuards.mastersCanElect(given.picture(), member(given, "d")).outcome())
        .isEqualTo(Outcome.PASS);
  }

  private static Outcome lastReplica(GivenCluster given) {
    return RemoveNodeGuards.masterKeepsReplica(given.picture(), member(given, "d")).outcome();
  }

  @Test
  void theLastReplicaOfAMasterIsKept() {
    assertThat(lastReplica(GivenCluster.healthy())).isEqualTo(Outcome.BLOCK);
    assertThat(lastReplica(GivenCluster.healthy().replica("g", "a"))).isEqualTo(Outcome.PASS);
    assertThat(lastReplica(GivenCluster.healthy().replica("g", "a").unlinked("g")))
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void aSilentNodeWouldBringItBack() {
    var given = GivenCluster.healthy().silent("e");

    assertThat(RemoveNodeGuards.othersAnswer(given.picture(), member(given, "d")).outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(RemoveNodeGuards.othersAnswer(given.picture(), member(given, "e")).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aDeadMasterWithSlotsCannotGiveThemAway() {
    var given = GivenCluster.healthy().silent("a");
    var result = RemoveNodeGuards.canBeEmptied(member(given, "a"));

    assertThat(result.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(result.overridable()).isFalse();
    assertThat(RemoveNodeGuards.canBeEmptied(member(given.silent("d"), "d")).outcome())
        .isEqualTo(Outcome.PASS);
  }
}
