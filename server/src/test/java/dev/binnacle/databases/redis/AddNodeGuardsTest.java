package dev.binnacle.databases.redis;

import static dev.binnacle.databases.redis.GivenCluster.slots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import dev.binnacle.platform.redis.NodeReport;
import dev.binnacle.platform.redis.Slots;
import org.junit.jupiter.api.Test;

/** Which servers may join a cluster. */
class AddNodeGuardsTest {

  private static final RedisPicture CLUSTER = GivenCluster.healthy().picture();

  private static NodeReport node(GivenCluster given) {
    return given.picture().membersById().get("n").report().orElseThrow();
  }

  private static GuardResult isNew(GivenCluster given, boolean functions) {
    return AddNodeGuards.isNew(CLUSTER, node(given), functions);
  }

  @Test
  void anEmptyServerThatIsAloneMayJoin() {
    assertThat(isNew(GivenCluster.lone("n"), false).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void whatWouldBeLostOrMixedMayNotWhateverAnAdminSays() {
    assertThat(isNew(GivenCluster.lone("n").holding("n", 1), false))
        .satisfies(result -> assertThat(result.outcome()).isEqualTo(Outcome.BLOCK))
        .satisfies(result -> assertThat(result.overridable()).isFalse());
    assertThat(isNew(GivenCluster.lone("n"), true).outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(isNew(GivenCluster.lone("n").master("n", 1, slots(0, 9)), false).outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(isNew(GivenCluster.lone("n").master("m", 1, Slots.NONE), false).outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void anOlderServerMayNotReadWhatTheOthersWrite() {
    assertThat(AddNodeGuards.versionFits(CLUSTER, node(GivenCluster.lone("n"))).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(
            AddNodeGuards.versionFits(CLUSTER, node(GivenCluster.lone("n").version("n", "6.2.14")))
                .outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(
            AddNodeGuards.versionFits(CLUSTER, node(GivenCluster.lone("n").version("n", "7.0.2")))
                .outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aReplicaNeedsAMasterThatAnswersAndRoomForItsData() {
    var given = GivenCluster.healthy().silent("a");

    assertThat(AddNodeGuards.masterAnswers(given.picture().membersById().get("a")).outcome())
        .isEqualTo(Outcome.BLOCK);
    var master = CLUSTER.membersById().get("a");
    assertThat(
            AddNodeGuards.hasRoom(master, node(GivenCluster.lone("n").limited("n", 89))).outcome())
        .isEqualTo(Outcome.BLOCK);
    assertThat(AddNodeGuards.hasRoom(master, node(GivenCluster.lone("n"))).outcome())
        .isEqualTo(Outcome.PASS);
  }
}
