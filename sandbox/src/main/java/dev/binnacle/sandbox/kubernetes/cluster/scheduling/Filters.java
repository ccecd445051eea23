package dev.binnacle.sandbox.kubernetes.cluster.scheduling;

import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Taint;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The scheduler's filters, in the order of its default plugins; the first that refuses speaks for
 * the node. Source: kubernetes pkg/scheduler/apis/config/v1/default_plugins.go and
 * pkg/scheduler/framework/plugins.
 */
final class Filters {
  private final PodAffinity affinity;
  private final VolumeFit volumes;

  Filters(ClusterView view) {
    this.affinity = new PodAffinity(view);
    this.volumes = new VolumeFit(view);
  }

  /** Why the pod can run on no node at all. */
  Optional<String> obstacle(Pod pod) {
    return volumes.obstacle(pod);
  }

  /** Why the pod cannot run on this node; empty when it can. */
  List<String> refusals(Pod pod, NodeRoom room, List<Pod> onNode) {
    Node node = room.node();
    if (node.isCordoned() && !pod.tolerates(unschedulable())) {
      return List.of("node(s) were unschedulable");
    }
    for (Taint taint : node.taints()) {
      if (taint.keepsPodsAway() && !pod.tolerates(taint)) {
        return List.of("node(s) had untolerated taint " + taint);
      }
    }
    if (!NodeSelection.allows(pod, node)) {
      return List.of("node(s) didn't match Pod's node affinity/selector");
    }
    if (isPortTaken(pod, onNode)) {
      return List.of("node(s) didn't have free ports for the requested pod ports");
    }
    List<String> missing = room.missing(pod);
    if (!missing.isEmpty()) {
      return missing;
    }
    return volumes
        .refusal(pod, node)
        .or(() -> affinity.refusal(pod, node))
        .map(List::of)
        .orElse(List.of());
  }

  private static Taint unschedulable() {
    return new Taint(Taint.UNSCHEDULABLE, "", Taint.NO_SCHEDULE, Optional.empty());
  }

  private static boolean isPortTaken(Pod pod, List<Pod> onNode) {
    Set<String> wanted = hostPorts(pod);
    return !wanted.isEmpty()
        && onNode.stream()
            .filter(other -> !other.isFinished())
            .flatMap(other -> hostPorts(other).stream())
            .anyMatch(wanted::contains);
  }

  private static Set<String> hostPorts(Pod pod) {
    Set<String> ports = new HashSet<>();
    pod.spec()
        .path("containers")
        .forEach(container ->
            container
                .path("ports")
                .forEach(port -> {
                  if (port.path("hostPort").asInt() > 0) {
                    ports.add(port.path("protocol").asText("TCP") + port.path("hostPort").asInt());
                  }
                }));
    return ports;
  }
}
