package dev.binnacle.nodes.cordon;

import static dev.binnacle.nodes.GivenNode.controlPlane;
import static dev.binnacle.nodes.GivenNode.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.nodes.GivenNode;
import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import dev.binnacle.platform.kubernetes.ConditionStatus;
import dev.binnacle.platform.kubernetes.NodeState;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NodeGuardsTest {

  @Nested
  class LastSchedulableWorker {

    @Test
    void passesWhileAnotherWorkerTakesPods() {
      var found = workers(worker("a"), worker("b"), controlPlane("c"));
      assertThat(found.outcome()).isEqualTo(Outcome.PASS);
      assertThat(found.evidence()).contains(Fact.of("otherWorkers", "b"));
    }

    @Test
    void blocksWhenNoOtherNodeTakesPods() {
      assertBlocks(worker("a"), controlPlane("c"));
      assertBlocks(worker("a"), worker("b").cordoned());
      assertBlocks(worker("a"), worker("b").notReady());
      assertBlocks(worker("a"), worker("b").silent());
      assertBlocks(worker("a"), worker("b").taint("dedicated", "NoSchedule"));
    }

    @Test
    void blocksWhenOnlyTheControlPlaneWouldBeLeft() {
      assertBlocks(worker("a"), controlPlane("c").untainted());
    }

    @Test
    void aTaintThatOnlyDiscouragesIsNoObstacle() {
      assertThat(workers(worker("a"), worker("b").taint("spot", "PreferNoSchedule")).outcome())
          .isEqualTo(Outcome.PASS);
    }

    @Test
    void aNodeThatTakesNoOrdinaryPodsIsNotMissed() {
      assertThat(workers(controlPlane("c")).outcome()).isEqualTo(Outcome.PASS);
      assertThat(workers(worker("a").taint("dedicated", "NoExecute")).outcome())
          .isEqualTo(Outcome.PASS);
    }

    @Test
    void aControlPlaneThatTakesPodsCanBeRelievedByItsLike() {
      assertThat(workers(controlPlane("a").untainted(), controlPlane("b").untainted()).outcome())
          .isEqualTo(Outcome.PASS);
    }

    @Test
    void aCordonedNodeIsStillTheLastOneWhenItsPodsHaveToGo() {
      assertBlocks(worker("a").cordoned(), controlPlane("c"));
    }

    private static void assertBlocks(GivenNode... nodes) {
      var found = workers(nodes);
      assertThat(found.outcome()).isEqualTo(Outcome.BLOCK);
      assertThat(found.overridable()).isTrue();
    }

    /** The first of the nodes is to go. */
    private static GuardResult workers(GivenNode... nodes) {
      var all = states(nodes);
      return NodeGuards.lastSchedulableWorker(all.getFirst(), all);
    }
  }

  @Nested
  class ControlPlaneQuorum {

    @Test
    void doesNotConcernWorkers() {
      assertThat(quorum(worker("a"), controlPlane("c").notReady()).outcome())
          .isEqualTo(Outcome.PASS);
    }

    @Test
    void passesWhileAllOthersAreInService() {
      assertThat(quorum(controlPlane("a"), controlPlane("b"), controlPlane("c")).outcome())
          .isEqualTo(Outcome.PASS);
    }

    @Test
    void blocksWhenAnotherIsOutOfService() {
      assertBlocks(controlPlane("b").notReady(), "not ready");
      assertBlocks(controlPlane("b").silent(), "not ready");
      assertBlocks(controlPlane("b").cordoned(), "cordoned");
      assertBlocks(
          controlPlane("b").condition("EtcdIsVoter", ConditionStatus.FALSE, "MemberIsLearner"),
          "its etcd does not vote: MemberIsLearner");
    }

    @Test
    void blocksWhileAnotherIsWorkedOn() {
      var all = states(controlPlane("a"), controlPlane("b"), controlPlane("c"));
      var found = NodeGuards.controlPlaneQuorum(all.getFirst(), all, Set.of("b"));
      assertThat(found.outcome()).isEqualTo(Outcome.BLOCK);
      assertThat(found.evidence()).containsExactly(Fact.of("b", "an operation works on it"));
    }

    @Test
    void itsOwnOperationIsNoObstacle() {
      var all = states(controlPlane("a"), controlPlane("b"), controlPlane("c"));
      assertThat(NodeGuards.controlPlaneQuorum(all.getFirst(), all, Set.of("a")).outcome())
          .isEqualTo(Outcome.PASS);
    }

    @Test
    void warnsWhenThereIsNoRedundancy() {
      assertThat(quorum(controlPlane("a")).outcome()).isEqualTo(Outcome.WARN);
      assertThat(quorum(controlPlane("a"), controlPlane("b")).outcome()).isEqualTo(Outcome.WARN);
    }

    private static void assertBlocks(GivenNode other, String why) {
      var found = quorum(controlPlane("a"), other, controlPlane("c"));
      assertThat(found.outcome()).isEqualTo(Outcome.BLOCK);
      assertThat(found.overridable()).isTrue();
      assertThat(found.evidence()).containsExactly(Fact.of("b", why));
    }

    /** The first of the nodes is to go. */
    private static GuardResult quorum(GivenNode... nodes) {
      var all = states(nodes);
      return NodeGuards.controlPlaneQuorum(all.getFirst(), all, Set.of());
    }
  }

  private static List<NodeState> states(GivenNode... nodes) {
    return Arrays.stream(nodes).map(GivenNode::node).toList();
  }
}
