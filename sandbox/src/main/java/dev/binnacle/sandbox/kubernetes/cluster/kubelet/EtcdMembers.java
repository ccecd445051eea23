package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the leader of etcd writes to the nodes of its members, as long as it has a quorum: without
 * one it writes nothing any more. Source: k3s-io/k3s pkg/etcd/etcd.go (setNodeEtcdStatusCondition).
 */
public final class EtcdMembers implements Controller {
  private static final String ROLE = "node-role.kubernetes.io/etcd";
  private static final Duration HEARTBEAT = Duration.ofMinutes(5);

  private final ControlPlane plane;

  public EtcdMembers(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.NODES)
        && observation.before().isEmpty()
        && new Meta(observation.object()).label(ROLE).isPresent()) {
      work.now(observation.key());
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<Node> node = plane.view().node(key.name());
    if (node.isEmpty()) {
      return;
    }
    if (hasQuorum()) {
      plane.change(key, object -> write(object, state(key.name())));
    }
    work.after(HEARTBEAT, key);
  }

  private boolean hasQuorum() {
    List<Node> members =
        plane.view().nodes().stream().filter(node -> node.meta().label(ROLE).isPresent()).toList();
    long alive = members.stream().filter(node -> !plane.troubles().isDead(node.name())).count();
    return alive > members.size() / 2;
  }

  private Condition state(String node) {
    return plane.troubles().isDead(node)
        ? Condition.isFalse("EtcdIsVoter", "Unhealthy", "context deadline exceeded")
        : Condition.isTrue(
            "EtcdIsVoter", "MemberNotLearner", "Node is a voting member of the etcd cluster");
  }

  private void write(ObjectNode node, Condition condition) {
    new Conditions(node)
        .put(condition, plane.now())
        .put("lastHeartbeatTime", Timestamps.seconds(plane.now()));
  }
}
