package dev.binnacle.sandbox.kubernetes.cluster.seed;

import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import dev.binnacle.sandbox.kubernetes.cluster.scheduling.Preference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the first pods of the seeded workloads go, so that each worker is an example of its own:
 * the second drains at once, a budget never lets the third, another lets the fifth one pod at a
 * time, the fourth and sixth have data in emptyDirs, and the sixth a pod of nobody and a volume on
 * its disk.
 */
final class Placement implements Preference {
  private static final String APPLICATION = "app.kubernetes.io/name";
  private static final String TEMPLATE = "pod-template-hash";

  private static final Map<String, List<String>> NODES =
      Map.ofEntries(
          Map.entry("rke2-coredns", List.of("worker-1", "worker-2")),
          Map.entry("rke2-coredns-autoscaler", List.of("worker-1")),
          Map.entry("rke2-metrics-server", List.of("worker-4")),
          Map.entry("web", List.of("worker-1", "worker-2", "worker-3", "worker-4")),
          Map.entry("api", List.of("worker-1", "worker-3", "worker-5")),
          Map.entry("worker", List.of("worker-4", "worker-6")),
          Map.entry("billing", List.of("worker-3")),
          Map.entry("search", List.of("worker-5")),
          Map.entry("debug-shell", List.of("worker-6")),
          Map.entry("reindex", List.of("worker-5")),
          Map.entry("nightly-report", List.of("worker-4")),
          Map.entry("ledger", List.of("worker-6")),
          Map.entry("orders-queue", List.of("worker-1", "worker-4", "worker-5")));

  private final ClusterView view;

  Placement(ClusterView view) {
    this.view = view;
  }

  @Override
  public Optional<String> node(Pod pod) {
    List<String> nodes =
        pod.meta()
            .label(APPLICATION)
            .map(name -> NODES.getOrDefault(name, List.of()))
            .orElse(List.of());
    return nodes.stream().min((one, other) -> Long.compare(alike(pod, one), alike(pod, other)));
  }

  private long alike(Pod pod, String node) {
    return view.podsOn(node).stream()
        .filter(other -> other.meta().label(APPLICATION).equals(pod.meta().label(APPLICATION)))
        .filter(other -> other.meta().label(TEMPLATE).equals(pod.meta().label(TEMPLATE)))
        .count();
  }
}
