package dev.binnacle.databases.redis;

import static dev.binnacle.databases.redis.GivenCluster.slots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.health.Verdict;
import dev.binnacle.operations.Fact;
import dev.binnacle.platform.redis.Slots;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedisHealthTest {

  private static List<String> codes(GivenCluster given) {
    return RedisHealth.findings(given.picture()).stream().map(RedisFinding::code).toList();
  }

  private static Verdict verdict(GivenCluster given) {
    return RedisHealth.of(given.picture()).verdict();
  }

  @Test
  void aClusterThatIsWellHasNothingToSay() {
    assertThat(codes(GivenCluster.healthy())).isEmpty();
    assertThat(verdict(GivenCluster.healthy())).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void aSlotThatNobodyServesIsCritical() {
    var given = GivenCluster.healthy().master("c", 3, slots(10_923, 16_382));

    assertThat(codes(given)).containsExactly("SLOTS_UNCOVERED");
    assertThat(RedisHealth.findings(given.picture()).getFirst().evidence().getFirst().value())
        .isEqualTo("16383");
    assertThat(verdict(given)).isEqualTo(Verdict.CRITICAL);
  }

  @Test
  void aSlotInTheMiddleOfAMoveIsToldFromBothSides() {
    var given = GivenCluster.healthy().migrating("a", 77, "b").importing("b", 77, "a");

    var finding = RedisHealth.findings(given.picture()).getFirst();

    assertThat(finding.code()).isEqualTo("SLOTS_OPEN");
    assertThat(finding.evidence().getFirst().value())
        .isEqualTo(
            "%s gives it to %s; %s takes it from %s"
                .formatted(
                    GivenCluster.name("a"),
                    GivenCluster.name("b"),
                    GivenCluster.name("b"),
                    GivenCluster.name("a")));
    assertThat(verdict(given)).isEqualTo(Verdict.DEGRADED);
  }

  @Test
  void twoMastersOfOneEpochCollide() {
    assertThat(codes(GivenCluster.healthy().master("b", 1, slots(5461, 10_922))))
        .containsExactly("EPOCH_COLLISION");
  }

  @Test
  void aMasterWhoseReplicaIsAwayCouldNotBeReplaced() {
    assertThat(codes(GivenCluster.healthy().silent("e")))
        .containsExactly("MASTER_WITHOUT_REPLICA", "NODE_UNREACHABLE");
    assertThat(codes(GivenCluster.healthy().unlinked("e")))
        .containsExactly("MASTER_WITHOUT_REPLICA", "REPLICA_LINK_DOWN");
  }

  @Test
  void whenNodesDisagreeItIsToldWhoSaysWhat() {
    var given =
        GivenCluster.healthy().believing("f", slots(0, 5000)).believing("e", slots(0, 4000));

    var finding = RedisHealth.findings(given.picture()).getFirst();

    assertThat(finding.code()).isEqualTo("VIEWS_DISAGREE");
    assertThat(finding.message()).isEqualTo("The nodes do not agree who serves 1460 slots.");
    assertThat(finding.evidence())
        .containsExactly(
            Fact.of(
                String.join(", ", Stream.of("a", "b", "c", "d").map(GivenCluster::name).toList()),
                "4001-5460 of " + GivenCluster.name("a")),
            Fact.of(GivenCluster.name("e"), "4001-5460 of nobody"),
            Fact.of(
                GivenCluster.name("f"),
                "4001-5000 of %s; 5001-5460 of nobody".formatted(GivenCluster.name("a"))));
    assertThat(verdict(given)).isEqualTo(Verdict.DEGRADED);
  }

  @Test
  void ofTwoClaimsTheHigherEpochCounts() {
    var given = GivenCluster.healthy().master("b", 9, slots(5000, 10_922));

    assertThat(given.picture().owners()).containsEntry(5000, "b").containsEntry(4999, "a");
  }

  @Test
  void aMasterWithoutSlotsNeedsNoReplica() {
    assertThat(codes(GivenCluster.healthy().master("g", 0, Slots.NONE))).isEmpty();
  }

  @Test
  void whenNobodyAnswersNobodyKnows() {
    var given = GivenCluster.healthy();
    for (var node : List.of("a", "b", "c", "d", "e", "f")) {
      given.silent(node);
    }

    assertThat(codes(given)).containsExactly("CLUSTER_UNREACHABLE");
    assertThat(verdict(given)).isEqualTo(Verdict.UNKNOWN);
  }
}
