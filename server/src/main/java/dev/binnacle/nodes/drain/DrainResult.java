package dev.binnacle.nodes.drain;

import java.time.Duration;
import java.util.List;

/**
 * What became of every pod of the node: the contract's result of the kind DRAIN_NODE.
 *
 * @param duration from the start of the operation until the last pod was gone
 */
record DrainResult(
    String kind,
    String node,
    boolean previouslySchedulable,
    List<DrainedPod> pods,
    int evicted,
    int skipped,
    Duration duration) {

  static DrainResult of(
      String node, boolean previouslySchedulable, DrainProgress progress, Duration duration) {
    var pods = progress.pods().stream().map(DrainedPod::of).toList();
    return new DrainResult(
        DrainNode.KIND,
        node,
        previouslySchedulable,
        pods,
        (int) pods.stream().filter(pod -> pod.outcome() == DrainedPod.Outcome.EVICTED).count(),
        (int) progress.pods().stream().filter(pod -> pod.phase().isSkip()).count(),
        duration);
  }
}
