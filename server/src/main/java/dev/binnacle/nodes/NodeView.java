package dev.binnacle.nodes;

import dev.binnacle.health.Health;
import dev.binnacle.nodes.NodeComponents.Resident;
import dev.binnacle.operations.OperationReference;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.Observed;
import dev.binnacle.platform.kubernetes.Usage.NodeUsage;
import java.util.List;
import java.util.Optional;

/**
 * A node as it is at one moment.
 *
 * @param seen how fresh the node itself is
 * @param pods what its pods hold
 * @param usage what it uses
 */
record NodeView(
    String cluster,
    Observed<NodeState> seen,
    Known<NodePods> pods,
    Known<NodeUsage> usage,
    List<Resident> components,
    Optional<OperationReference> activeOperation,
    Health health) {

  NodeView {
    components = List.copyOf(components);
  }

  /** The node itself. */
  NodeState node() {
    return seen.value();
  }

  /** Its roles; a node without any is a worker. */
  List<String> roles() {
    return node().roles().isEmpty() ? List.of("worker") : node().roles();
  }
}
