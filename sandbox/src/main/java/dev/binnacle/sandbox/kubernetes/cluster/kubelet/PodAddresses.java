package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives pods their addresses from the range of their node, one after the other. */
final class PodAddresses {
  private static final int FIRST = 2;
  private static final int LAST = 254;

  private final ClusterView view;
  private final Map<String, Integer> lastGiven = new HashMap<>();

  PodAddresses(ClusterView view) {
    this.view = view;
  }

  /** The address of a pod that has none yet. */
  String next(Pod pod, Node node) {
    if (pod.usesHostNetwork()) {
      return node.internalAddress();
    }
    Set<String> taken =
        view.podsOn(node.name()).stream()
            .map(other -> other.json().path("status").path("podIP").asText())
            .collect(Collectors.toSet());
    int number = lastGiven.getOrDefault(node.name(), FIRST - 1);
    do {
      number = number >= LAST ? FIRST : number + 1;
    } while (taken.contains(node.podAddressPrefix() + number) && taken.size() < LAST - FIRST);
    lastGiven.put(node.name(), number);
    return node.podAddressPrefix() + number;
  }
}
