package dev.binnacle.sandbox.kubernetes.cluster.scheduling;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the scheduler says when no node will do. Source: kubernetes
 * pkg/scheduler/framework/types.go, FitError.Error;
 * pkg/scheduler/framework/preemption/preemption.go.
 */
final class UnschedulableMessage {
  private final int nodes;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private int preemptible;

  UnschedulableMessage(int nodes) {
    this.nodes = nodes;
  }

  void add(List<String> refusals) {
    refusals.forEach(reason -> reasons.merge(reason, 1, Integer::sum));
    if (refusals.stream().anyMatch(UnschedulableMessage::mayPreemptionHelp)) {
      preemptible++;
    }
  }

  /** Only lack of room or an unwelcome neighbour goes away with another pod. */
  private static boolean mayPreemptionHelp(String reason) {
    return reason.startsWith("Insufficient")
        || reason.equals("Too many pods")
        || reason.contains("anti-affinity")
        || reason.contains("free ports");
  }

  String text() {
    String head = "0/%d nodes are available".formatted(nodes);
    if (nodes == 0) {
      return "no nodes available to schedule pods";
    }
    return "%s: %s. preemption: %s: %s.".formatted(head, counted(reasons), head, preemption());
  }

  private String preemption() {
    Map<String, Integer> outcome = new TreeMap<>();
    outcome.put("No preemption victims found for incoming pod", preemptible);
    outcome.put("Preemption is not helpful for scheduling", nodes - preemptible);
    outcome.values().removeIf(count -> count == 0);
    return counted(outcome);
  }

  /** For a reason that concerns the pod and no single node. */
  static String forAll(int nodes, String reason) {
    String head = "0/%d nodes are available".formatted(nodes);
    return "%s: %s. preemption: %s: %d Preemption is not helpful for scheduling."
        .formatted(head, reason, head, nodes);
  }

  /** The real one sorts the finished texts, so that the numbers are compared as letters. */
  private static String counted(Map<String, Integer> reasons) {
    return reasons.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
