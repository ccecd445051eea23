package dev.binnacle.nodes;

import dev.binnacle.platform.kubernetes.PodState;
import dev.binnacle.platform.kubernetes.ResourceRequests;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the pods of one node have been promised together, as the scheduler reckons: finished pods
 * hold nothing any more (kubernetes pkg/scheduler/eventhandlers.go, assignedPod and
 * pkg/api/v1/pod/util.go, IsPodTerminal).
 *
 * @param count how many pods hold something
 */
record NodePods(int count, ResourceRequests requests) {

  /** A node without any. */
  static final NodePods NONE = new NodePods(0, ResourceRequests.NONE);

  /** The sums by the name of the node; a node without pods is missing. */
  static Map<String, NodePods> byNode(List<PodState> pods) {
    return pods.stream()
        .filter(pod -> pod.node().isPresent() && !pod.isFinished())
        .collect(
            Collectors.toMap(
                pod -> pod.node().orElseThrow(),
                pod -> new NodePods(1, pod.requests()),
                NodePods::plus));
  }

  private NodePods plus(NodePods other) {
    return new NodePods(count + other.count, requests.plus(other.requests));
  }
}
