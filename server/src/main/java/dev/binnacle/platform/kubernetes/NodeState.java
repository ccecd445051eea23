package dev.binnacle.platform.kubernetes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node as the API server has it.
 *
 * @param resourceVersion changes with every change of the node; opaque
 * @param roles of its {@code node-role.kubernetes.io/} labels, sorted; empty for a plain worker
 * @param ready its condition Ready; UNKNOWN when it has none yet
 * @param unschedulable whether it is cordoned
 * @param capacity what it has
 * @param allocatable what pods can have of it
 */
public record NodeState(
    String name,
    String uid,
    String resourceVersion,
    List<String> roles,
    NodeCondition ready,
    List<NodeCondition> conditions,
    boolean unschedulable,
    List<Taint> taints,
    Map<String, String> labels,
    Map<String, String> annotations,
    NodeVersions versions,
    List<NodeAddress> addresses,
    NodeResources capacity,
    NodeResources allocatable,
    Instant createdAt) {

  public NodeState {
    roles = List.copyOf(roles);
    conditions = List.copyOf(conditions);
    taints = List.copyOf(taints);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    addresses = List.copyOf(addresses);
  }

  /** Whether its kubelet says that it is ready for pods. */
  public boolean isReady() {
    return ready.status() == ConditionStatus.TRUE;
  }

  /** Whether it carries the control plane or its etcd. */
  public boolean isControlPlane() {
    return roles.contains("control-plane") || roles.contains("master") || roles.contains("etcd");
  }

  /** The condition of that type. */
  public Optional<NodeCondition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
