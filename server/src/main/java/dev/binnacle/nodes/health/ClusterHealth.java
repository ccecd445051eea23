package dev.binnacle.nodes.health;

import dev.binnacle.health.Health;
import dev.binnacle.health.Reason;
import dev.binnacle.health.Severity;
import dev.binnacle.platform.kubernetes.ConditionStatus;
import dev.binnacle.platform.kubernetes.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Decides how a cluster is, on its nodes. */
public final class ClusterHealth {

  private static final int NAMED = 5;

  private ClusterHealth() {}

  /** The verdict on a cluster whose API server answers. */
  public static Health of(List<NodeState> nodes) {
    var reasons = new ArrayList<Reason>();
    if (nodes.stream().noneMatch(node -> node.isReady() && !node.unschedulable())) {
      reasons.add(Reason.of("NO_NODE_TAKES_PODS", Severity.CRITICAL, "No node takes new pods."));
    }
    finding(
            nodes,
            node -> node.isControlPlane() && !node.isReady(),
            "CONTROL_PLANE_NOT_READY",
            Severity.WARNING,
            "not ready, of the control plane")
        .ifPresent(reasons::add);
    finding(
            nodes,
            node -> !node.isControlPlane() && !node.isReady(),
            "NODES_NOT_READY",
            Severity.WARNING,
            "not ready")
        .ifPresent(reasons::add);
    finding(
            nodes,
            ClusterHealth::lostItsVote,
            "ETCD_NOT_VOTER",
            Severity.WARNING,
            "with an etcd that does not vote")
        .ifPresent(reasons::add);
    finding(nodes, NodeState::unschedulable, "NODES_CORDONED", Severity.INFO, "cordoned")
        .ifPresent(reasons::add);
    return Health.of(reasons);
  }

  /** The verdict on a cluster that does not answer. */
  public static Health silent(String why) {
    return Health.unknown(List.of(Reason.of("API_SERVER_UNREACHABLE", Severity.CRITICAL, why)));
  }

  private static boolean lostItsVote(NodeState node) {
    return node.condition(KnownConditions.ETCD_IS_VOTER)
        .filter(condition -> condition.status() != ConditionStatus.TRUE)
        .isPresent();
  }

  private static Optional<Reason> finding(
      List<NodeState> nodes,
      Predicate<NodeState> isMeant,
      String code,
      Severity severity,
      String words) {
    var names = nodes.stream().filter(isMeant).map(NodeState::name).sorted().toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Reason.of(
            code,
            severity,
            "%d of %d nodes %s %s: %s."
                .formatted(
                    names.size(),
                    nodes.size(),
                    names.size() == 1 ? "is" : "are",
                    words,
                    named(names))));
  }

  private static String named(List<String> names) {
    var some = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return names.size() > NAMED ? some + " and " + (names.size() - NAMED) + " more" : some;
  }
}
