package dev.binnacle.nodes.cordon;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.kubernetes.ConditionStatus;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.Taint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What taking a node out of service would do to its cluster, decided on one look at all the nodes.
 * Pure.
 */
public final class NodeGuards {

  /** Whether another node would be left to take pods. */
  public static final String LAST_SCHEDULABLE_WORKER = "LAST_SCHEDULABLE_WORKER";

  /** Whether the control plane can spare the node. */
  public static final String CONTROL_PLANE_QUORUM = "CONTROL_PLANE_QUORUM";

  private static final Set<String> REPELLING = Set.of("NoSchedule", "NoExecute");

  /** With fewer than three members, etcd has no majority as soon as one is away. */
  private static final int SMALLEST_REDUNDANT = 3;

  private NodeGuards() {}

  /**
   * What every guard says about taking the node out of service.
   *
   * @param nodes all nodes of the cluster
   * @param disturbed the names of the nodes that active operations work on
   */
  public static List<GuardResult> evaluate(
      NodeState node, List<NodeState> nodes, Set<String> disturbed) {
    return List.of(lastSchedulableWorker(node, nodes), controlPlaneQuorum(node, nodes, disturbed));
  }

  /** Blocks when no other worker would take the pods of the node, or new ones. */
  static GuardResult lastSchedulableWorker(NodeState node, List<NodeState> nodes) {
    if (repels(node)) {
      return GuardResult.pass(
          LAST_SCHEDULABLE_WORKER, node.name() + " takes no ordinary pods anyway.");
    }
    var others =
        nodes.stream()
            .filter(other -> !other.name().equals(node.name()))
            .filter(NodeGuards::takesPods)
            .toList();
    var workers = others.stream().filter(other -> !other.isControlPlane()).toList();
    var evidence =
        new Fact[] {
          Fact.of("otherWorkers", names(workers)), Fact.of("otherNodesThatTakePods", names(others))
        };
    if (!workers.isEmpty()) {
      return GuardResult.pass(
          LAST_SCHEDULABLE_WORKER, workers.size() + " other workers take new pods.", evidence);
    }
    return others.isEmpty()
        ? GuardResult.block(
            LAST_SCHEDULABLE_WORKER,
            "No other node takes new pods: what leaves " + node.name() + " could not run anywhere.",
            evidence)
        : node.isControlPlane()
            ? GuardResult.pass(
                LAST_SCHEDULABLE_WORKER, others.size() + " other nodes take new pods.", evidence)
            : GuardResult.block(
                LAST_SCHEDULABLE_WORKER,
                "No other worker takes new pods: only nodes of the control plane would be left.",
                evidence);
  }

  private static boolean takesPods(NodeState node) {
    return node.isReady() && !node.unschedulable() && !repels(node);
  }

  /** Whether a taint keeps ordinary pods off, other than the one that every cordon sets. */
  private static boolean repels(NodeState node) {
    return node.taints().stream()
        .filter(taint -> !taint.key().equals("node.kubernetes.io/unschedulable"))
        .map(Taint::effect)
        .anyMatch(REPELLING::contains);
  }

  /** Blocks when another node of the control plane is out of service already. */
  static GuardResult controlPlaneQuorum(
      NodeState node, List<NodeState> nodes, Set<String> disturbed) {
    if (!node.isControlPlane()) {
      return GuardResult.pass(
          CONTROL_PLANE_QUORUM, node.name() + " does not belong to the control plane.");
    }
    var members = nodes.stream().filter(NodeState::isControlPlane).toList();
    var outside =
        members.stream()
            .filter(other -> !other.name().equals(node.name()))
            .flatMap(
                other -> whyOut(other, disturbed).map(why -> Fact.of(other.name(), why)).stream())
            .toArray(Fact[]::new);
    if (outside.length > 0) {
      return GuardResult.block(
          CONTROL_PLANE_QUORUM,
          "Another node of the control plane is out of service: etcd could lose its majority.",
          outside);
    }
    var size = Fact.of("controlPlaneNodes", members.size());
    return members.size() < SMALLEST_REDUNDANT
        ? GuardResult.warn(
            CONTROL_PLANE_QUORUM,
            "The cluster has no API server while " + node.name() + " is down.",
            size)
        : GuardResult.pass(
            CONTROL_PLANE_QUORUM, "Every other node of the control plane is in service.", size);
  }

  private static Optional<String> whyOut(NodeState node, Set<String> disturbed) {
    if (!node.isReady()) {
      return Optional.of("not ready");
    }
    if (disturbed.contains(node.name())) {
      return Optional.of("an operation works on it");
    }
    if (node.unschedulable()) {
      return Optional.of("cordoned");
    }
    return node.condition("EtcdIsVoter")
        .filter(condition -> condition.status() != ConditionStatus.TRUE)
        .map(condition -> "its etcd does not vote: " + condition.reason());
  }

  private static String names(List<NodeState> nodes) {
    return nodes.isEmpty()
        ? "none"
        : nodes.stream().map(NodeState::name).sorted().collect(Collectors.joining(", "));
  }
}
