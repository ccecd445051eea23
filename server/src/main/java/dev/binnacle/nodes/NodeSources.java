package dev.binnacle.nodes;

import dev.binnacle.nodes.cordon.NodeTarget;
import dev.binnacle.nodes.health.NodeHealth;
import dev.binnacle.operations.Operation;
import dev.binnacle.operations.OperationReference;
import dev.binnacle.platform.PlatformDescription;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.Observed;
import dev.binnacle.platform.kubernetes.PodState;
import dev.binnacle.platform.kubernetes.Usage;
import dev.binnacle.platform.kubernetes.Usage.NodeUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that the views of a cluster's nodes are made of. While equal sources come as the same
 * objects, comparing them costs nothing. Pure.
 *
 * @param active the active operations of the whole platform
 */
record NodeSources(
    String cluster,
    Observed<List<NodeState>> nodes,
    Known<List<PodState>> pods,
    Known<Usage> usage,
    List<Operation> active,
    PlatformDescription platform) {

  /** The nodes as they are shown. */
  Observed<List<NodeView>> views() {
    var held = pods.then(all -> Known.of(NodePods.byNode(all)));
    var used = usage.then(NodeSources::served);
    var operations = operationsByNode();
    return nodes.map(all ->
        all.stream()
            .map(node ->
                view(
                    node,
                    held.then(sums -> Known.of(sums.getOrDefault(node.name(), NodePods.NONE))),
                    used.then(figures -> ofNode(figures, node.name())),
                    Optional.ofNullable(operations.get(node.name()))))
            .toList());
  }

  private NodeView view(
      NodeState node,
      Known<NodePods> held,
      Known<NodeUsage> used,
      Optional<OperationReference> operation) {
    return new NodeView(
        cluster,
        nodes.map(any -> node),
        held,
        used,
        NodeComponents.of(cluster, node, platform),
        operation,
        NodeHealth.of(
            node, held.value().stream().mapToInt(NodePods::count).findFirst(), nodes.stale()));
  }

  private static Known<Map<String, NodeUsage>> served(Usage usage) {
    return switch (usage) {
      case Usage.Served served -> Known.of(served.nodes());
      case Usage.NotAvailable not -> Known.missing(not.reason());
    };
  }

  private static Known<NodeUsage> ofNode(Map<String, NodeUsage> figures, String node) {
    return Optional.ofNullable(figures.get(node))
        .map(Known::of)
        .orElseGet(() -> Known.missing("Nobody has measured this node."));
  }

  private Map<String, OperationReference> operationsByNode() {
    return active.stream()
        .filter(operation -> NodeTarget.isOn(cluster, operation))
        .collect(
            Collectors.toMap(
                operation -> operation.target().name(),
                operation ->
                    new OperationReference(operation.id(), operation.kind(), operation.state()),
                (first, second) -> first));
  }
}
