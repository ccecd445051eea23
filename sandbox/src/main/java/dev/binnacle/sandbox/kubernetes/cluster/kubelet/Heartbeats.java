package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.OwnerReference;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Renews the lease of each node, and reports its conditions every five minutes or when the node was
 * thought lost. A node without status.nodeInfo has never had a kubelet. With many nodes the leases
 * are renewed more slowly, yet well within the grace.
 */
public final class Heartbeats implements Controller {
  private static final String LEASES = "kube-node-lease";
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration REPORT = Duration.ofMinutes(5);
  private static final int MANY = 50;

  private final ControlPlane plane;

  public Heartbeats(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (!observation.isOf(ResourceTypes.NODES) || observation.isDeletion()) {
      return;
    }
    if (observation.before().isEmpty()) {
      work.now(observation.key());
    } else {
      tellCordon(new Node(observation.before().get()), new Node(observation.object()));
    }
  }

  private void tellCordon(Node before, Node node) {
    if (before.isCordoned() != node.isCordoned() && !plane.troubles().isDead(node.name())) {
      tell(node, node.isCordoned() ? "NodeNotSchedulable" : "NodeSchedulable");
    }
  }

  private void tell(Node node, String reason) {
    plane
        .events()
        .normal(
            node.json(),
            new Source("kubelet", node.name()),
            reason,
            "Node %s status is now: %s".formatted(node.name(), reason));
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<Node> node =
        plane.view().node(key.name()).filter(n -> n.json().path("status").has("nodeInfo"));
    if (node.isEmpty()) {
      return;
    }
    if (!plane.troubles().isDead(key.name())) {
      renew(node.get());
      report(key, node.get());
    }
    work.after(rhythm(), key);
  }

  private Duration rhythm() {
    Duration usual = plane.pace().scaled(HEARTBEAT);
    return plane.view().nodes().size() > MANY ? usual.multipliedBy(3) : usual;
  }

  private void renew(Node node) {
    Key key = new Key(ResourceTypes.LEASES, LEASES, node.name());
    String now = Timestamps.microseconds(plane.now());
    boolean renewed =
        plane
            .change(key, lease -> lease.withObjectProperty("spec").put("renewTime", now))
            .isPresent();
    if (!renewed) {
      ObjectNode lease = JsonNodeFactory.instance.objectNode();
      lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
      lease.putObject("metadata").put("name", node.name()).put("namespace", LEASES);
      OwnerReference owner =
          new OwnerReference("v1", "Node", node.name(), node.meta().uid(), false, false);
      new Meta(lease).addOwner(owner);
      lease
          .putObject("spec")
          .put("holderIdentity", node.name())
          .put("leaseDurationSeconds", 40)
          .put("renewTime", now);
      plane.create(ResourceTypes.LEASES, lease);
    }
  }

  private void report(Key key, Node node) {
    Instant now = plane.now();
    Instant last =
        new Conditions(node.json())
            .find("Ready")
            .flatMap(ready -> Timestamps.read(ready.path("lastHeartbeatTime")))
            .orElse(Instant.EPOCH);
    if (node.isReady() && last.plus(REPORT).isAfter(now)) {
      return;
    }
    plane.change(key, object -> healthy().forEach(condition -> put(object, condition, now)));
    if (!node.isReady()) {
      tell(node, "NodeReady");
    }
  }

  private static void put(ObjectNode node, Condition condition, Instant now) {
    new Conditions(node).put(condition, now).put("lastHeartbeatTime", Timestamps.seconds(now));
  }

  /** What a kubelet with nothing to complain of reports. */
  static List<Condition> healthy() {
    return List.of(
        Condition.isFalse(
            "MemoryPressure",
            "KubeletHasSufficientMemory",
            "kubelet has sufficient memory available"),
        Condition.isFalse(
            "DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        Condition.isFalse(
            "PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        Condition.isTrue("Ready", "KubeletReady", "kubelet is posting ready status"));
  }
}
