package dev.binnacle.sandbox.kubernetes.cluster.scheduling;

import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import java.util.ArrayList;
import java.util.List;

/**
 * What the pods on a node have requested already. Source: kubernetes
 * pkg/scheduler/framework/plugins/noderesources/fit.go.
 *
 * @param cpu in thousandths of a core
 * @param memory in thousandths of a byte
 */
record NodeRoom(Node node, long cpu, long memory, long storage, int pods) {
  static NodeRoom of(Node node, List<Pod> onNode) {
    long cpu = 0;
    long memory = 0;
    long storage = 0;
    int count = 0;
    for (Pod pod : onNode) {
      if (!pod.isFinished()) {
        cpu += pod.requests("cpu");
        memory += pod.requests("memory");
        storage += pod.requests("ephemeral-storage");
        count++;
      }
    }
    return new NodeRoom(node, cpu, memory, storage, count);
  }

  /** What is missing for this pod, in the scheduler's words; empty when it fits. */
  List<String> missing(Pod pod) {
    List<String> missing = new ArrayList<>();
    if (pods + 1 > node.allocatable("pods") / 1000) {
      missing.add("Too many pods");
    }
    addIfShort(missing, "cpu", cpu, pod);
    addIfShort(missing, "memory", memory, pod);
    addIfShort(missing, "ephemeral-storage", storage, pod);
    return missing;
  }

  private void addIfShort(List<String> missing, String resource, long used, Pod pod) {
    long wanted = pod.requests(resource);
    if (wanted > 0 && used + wanted > node.allocatable(resource)) {
      missing.add("Insufficient " + resource);
    }
  }

  /** How full the node is, from 0 to 1: the mean of cpu and memory. */
  double load() {
    return (share(cpu, "cpu") + share(memory, "memory")) / 2;
  }

  private double share(long used, String resource) {
    long allocatable = node.allocatable(resource);
    return allocatable == 0 ? 1 : (double) used / allocatable;
  }
}
