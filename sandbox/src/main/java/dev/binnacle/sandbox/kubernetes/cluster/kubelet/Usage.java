package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Quantity;
import java.time.Instant;
import java.util.List;

/**
 * What containers and nodes use: around a share of what they request, swinging slowly, and always
 * the same at the same instant.
 *
 * @param cpuNanoCores in billionths of a core
 * @param memoryBytes the working set
 */
record Usage(long cpuNanoCores, long memoryBytes) {
  /** What a container that requests nothing is taken to be worth. */
  private static final long SMALL_CPU_MILLI = 50;

  private static final long SMALL_MEMORY = 64L << 20;

  /** What the system of a node itself uses. */
  private static final Usage SYSTEM = new Usage(180_000_000, 900L << 20);

  static Usage ofContainer(Pod pod, JsonNode container, Instant now) {
    JsonNode requests = container.path("resources").path("requests");
    long cpuMilli = orElse(Quantity.milli(requests.path("cpu")), SMALL_CPU_MILLI);
    long memory = orElse(Quantity.units(requests.path("memory")), SMALL_MEMORY);
    int seed = (pod.uid() + container.path("name").asText()).hashCode();
    double cpuShare = 0.45 + 0.3 * swing(seed, now, 600);
    double memoryShare = 0.7 + 0.12 * swing(seed ^ 0x5bd1e995, now, 5400);
    return new Usage((long) (cpuMilli * 1_000_000 * cpuShare), (long) (memory * memoryShare));
  }

  static Usage ofPod(Pod pod, Instant now) {
    Usage sum = new Usage(0, 0);
    for (JsonNode container : pod.spec().path("containers")) {
      sum = sum.plus(ofContainer(pod, container, now));
    }
    return sum;
  }

  static Usage ofNode(List<Pod> pods, Instant now) {
    return pods.stream()
        .filter(Usage::isMeasured)
        .map(pod -> ofPod(pod, now))
        .reduce(SYSTEM, Usage::plus);
  }

  /** Only what runs uses anything. */
  static boolean isMeasured(Pod pod) {
    return pod.phase().equals("Running");
  }

  private Usage plus(Usage other) {
    return new Usage(cpuNanoCores + other.cpuNanoCores, memoryBytes + other.memoryBytes);
  }

  /** Between -1 and 1: two waves whose periods have no common measure. */
  private static double swing(int seed, Instant now, int periodSeconds) {
    double phase = (seed & 0xffff) / 65536.0 * 2 * Math.PI;
    double angle = 2 * Math.PI * now.getEpochSecond() / periodSeconds;
    return 0.6 * Math.sin(angle + phase) + 0.4 * Math.sin(angle * 1.618 + 2 * phase);
  }

  private static long orElse(long value, long otherwise) {
    return value > 0 ? value : otherwise;
  }
}
