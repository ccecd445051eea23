package dev.binnacle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.kubernetes.PodPhase;
import dev.binnacle.platform.kubernetes.ResourceRequests;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodePodsTest {

  @Test
  void sumsByNode() {
    var sums =
        NodePods.byNode(
            List.of(
                GivenPod.of("a", PodPhase.RUNNING, 100, 1000),
                GivenPod.of("a", PodPhase.PENDING, 50, 500),
                GivenPod.of("b", PodPhase.UNKNOWN, 10, 10)));
    assertThat(sums)
        .containsOnlyKeys("a", "b")
        .containsEntry("a", new NodePods(2, new ResourceRequests(150, 1500, 0)));
  }

  @Test
  void finishedAndUnscheduledPodsHoldNothing() {
    assertThat(
            NodePods.byNode(
                List.of(
                    GivenPod.of("a", PodPhase.SUCCEEDED, 100, 1000),
                    GivenPod.of("a", PodPhase.FAILED, 100, 1000),
                    GivenPod.of("", PodPhase.PENDING, 100, 1000))))
        .isEmpty();
  }
}
