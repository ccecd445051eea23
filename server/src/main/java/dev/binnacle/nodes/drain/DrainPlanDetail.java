package dev.binnacle.nodes.drain;

import java.util.List;

/** What a drain would do with every pod of the node: the contract's {@code DrainPlan}. */
record DrainPlanDetail(
    String kind,
    String node,
    boolean previouslySchedulable,
    List<PodPlan> pods,
    int toEvict,
    int toSkip,
    int blocked) {

  static DrainPlanDetail of(String node, boolean previouslySchedulable, List<PodPlan> pods) {
    int skipped = (int) pods.stream().filter(pod -> pod.outcome().isSkip()).count();
    return new DrainPlanDetail(
        DrainNode.KIND,
        node,
        previouslySchedulable,
        List.copyOf(pods),
        pods.size() - skipped,
        skipped,
        (int) pods.stream().filter(pod -> pod.outcome().isHeld()).count());
  }
}
