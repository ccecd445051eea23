package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which pods a ReplicaSet gives up first when it has too many: what costs least. Source: kubernetes
 * pkg/controller/controller_utils.go (ActivePodsWithRanks); the logarithmic buckets of the ages are
 * left out.
 */
final class DeletionOrder {
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final List<String> PHASES = List.of("Pending", "Unknown", "Running");

  private DeletionOrder() {}

  /**
   * The pods, the first to go first.
   *
   * @param siblings the pods of the same owner above, among which a crowded node is thinned first
   */
  static List<Pod> sort(List<Pod> pods, List<Pod> siblings) {
    Map<String, Long> crowd =
        siblings.stream()
            .filter(Pod::isActive)
            .collect(Collectors.groupingBy(Pod::nodeName, Collectors.counting()));
    Comparator<Pod> order =
        Comparator.comparing(Pod::isBound)
            .thenComparing(pod -> PHASES.indexOf(pod.phase()))
            .thenComparing(Pod::isReady)
            .thenComparing(DeletionOrder::cost)
            .thenComparing(pod -> -crowd.getOrDefault(pod.nodeName(), 0L))
            .thenComparing(DeletionOrder::readySince, Comparator.reverseOrder())
            .thenComparing(pod -> -pod.restarts())
            .thenComparing(pod -> pod.meta().created(), Comparator.reverseOrder())
            .thenComparing(Pod::name);
    return pods.stream().sorted(order).toList();
  }

  private static int cost(Pod pod) {
    try {
      return pod.meta().annotation(COST).map(Integer::parseInt).orElse(0);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  private static Instant readySince(Pod pod) {
    return pod.isReady() ? new Conditions(pod.json()).since("Ready") : Instant.EPOCH;
  }
}
