package dev.binnacle.nodes.health;

import static dev.binnacle.nodes.GivenNode.controlPlane;
import static dev.binnacle.nodes.GivenNode.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.health.Health;
import dev.binnacle.health.Reason;
import dev.binnacle.health.Verdict;
import dev.binnacle.nodes.GivenNode;
import dev.binnacle.platform.kubernetes.ConditionStatus;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {

  @Test
  void healthy() {
    assertVerdict(of(controlPlane("a"), worker("b")), Verdict.HEALTHY);
  }

  @Test
  void nothingTakesPods() {
    assertVerdict(
        of(worker("a").cordoned(), worker("b").notReady()),
        Verdict.CRITICAL,
        "NO_NODE_TAKES_PODS",
        "NODES_NOT_READY",
        "NODES_CORDONED");
    assertVerdict(of(), Verdict.CRITICAL, "NO_NODE_TAKES_PODS");
  }

  @Test
  void aPartIsNotReady() {
    var health = of(controlPlane("a").silent(), worker("b"), worker("c").notReady());
    assertVerdict(health, Verdict.DEGRADED, "CONTROL_PLANE_NOT_READY", "NODES_NOT_READY");
    assertThat(health.reasons())
        .extracting(Reason::message)
        .containsExactly(
            "1 of 3 nodes is not ready, of the control plane: a.", "1 of 3 nodes is not ready: c.");
  }

  @Test
  void anEtcdHasNoVote() {
    assertVerdict(
        of(controlPlane("a").condition("EtcdIsVoter", ConditionStatus.FALSE, "x"), worker("b")),
        Verdict.DEGRADED,
        "ETCD_NOT_VOTER");
  }

  @Test
  void manyNodesAreNamedInPart() {
    var nodes =
        IntStream.rangeClosed(1, 9)
            .mapToObj(number -> number == 9 ? worker("n9") : worker("n" + number).cordoned())
            .toArray(GivenNode[]::new);
    assertThat(of(nodes).reasons())
        .singleElement()
        .extracting(Reason::message)
        .isEqualTo("8 of 9 nodes are cordoned: n1, n2, n3, n4, n5 and 3 more.");
  }

  @Test
  void silentIsUnknown() {
    assertVerdict(ClusterHealth.silent("refused"), Verdict.UNKNOWN, "API_SERVER_UNREACHABLE");
  }

  private static Health of(GivenNode... nodes) {
    return ClusterHealth.of(Arrays.stream(nodes).map(GivenNode::node).toList());
  }

  private static void assertVerdict(Health health, Verdict verdict, String... codes) {
    assertThat(health.verdict()).isEqualTo(verdict);
    assertThat(health.reasons()).extracting(Reason::code).containsExactly(codes);
  }
}
