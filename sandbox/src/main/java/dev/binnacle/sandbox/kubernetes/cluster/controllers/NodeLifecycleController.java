package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Taint;
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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices nodes whose lease is no longer renewed, and taints nodes after their conditions. Source:
 * kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go.
 */
public final class NodeLifecycleController implements Controller {
  private static final Source SOURCE = new Source("node-controller");
  private static final String LEASES = "kube-node-lease";
  private static final List<String> PRESSURES =
      List.of("MemoryPressure", "DiskPressure", "PIDPressure");

  /** The taints that this controller puts on and takes off; others are none of its business. */
  private static final Set<String> OWN =
      Set.of(
          Taint.NOT_READY,
          Taint.UNREACHABLE,
          Taint.UNSCHEDULABLE,
          "node.kubernetes.io/memory-pressure",
          "node.kubernetes.io/disk-pressure",
          "node.kubernetes.io/pid-pressure",
          "node.kubernetes.io/network-unavailable");

  /** How long a lease may go without renewal: --node-monitor-grace-period since v1.32. */
  private static final Duration GRACE = Duration.ofSeconds(50);

  private record Mark(String key, String effect) {}

  /** What a lease said, and when that was new. */
  private record Sign(String renewed, Instant seen) {}

  private final ControlPlane plane;
  private final Map<String, Sign> signs = new HashMap<>();

  public NodeLifecycleController(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.NODES) && observation.isDeletion()) {
      signs.remove(new Meta(observation.object()).uid());
    } else if (observation.isOf(ResourceTypes.NODES)) {
      work.now(observation.key());
    } else if (observation.isOf(ResourceTypes.LEASES)
        && observation.key().namespace().equals(LEASES)) {
      work.now(new Key(ResourceTypes.NODES, "", observation.key().name()));
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<Node> found = plane.view().node(key.name());
    if (found.isEmpty()) {
      return;
    }
    Instant due = lastSign(found.get()).plus(plane.pace().scaled(GRACE));
    Node node = found.get();
    if (plane.now().isBefore(due)) {
      work.after(Duration.between(plane.now(), due).plusMillis(1), key);
    } else if (!new Conditions(node.json()).status("Ready").equals("Unknown")) {
      node = lose(key, node);
    }
    taint(key, node);
    if (!node.isReady()) {
      node = plane.view().node(key.name()).orElse(node);
      markPods(node);
    }
  }

  /**
   * When the node was heard of last, by this controller's own watch: neither a wrong clock nor a
   * pause of the controller makes a node look lost.
   */
  private Instant lastSign(Node node) {
    String renewed =
        plane
            .view()
            .get(new Key(ResourceTypes.LEASES, LEASES, node.name()))
            .map(lease -> lease.path("spec").path("renewTime").asText())
            .orElse("");
    Sign known = signs.get(node.meta().uid());
    if (known == null || !known.renewed().equals(renewed)) {
      known = new Sign(renewed, plane.now());
      signs.put(node.meta().uid(), known);
    }
    return known.seen();
  }

  private Node lose(Key key, Node node) {
    Optional<ObjectNode> lost =
        plane.change(
            key,
            object -> {
              Conditions conditions = new Conditions(object);
              conditions.put(
                  Condition.unknown(
                      "Ready", "NodeStatusUnknown", "Kubelet stopped posting node status."),
                  plane.now());
              for (String pressure : PRESSURES) {
                conditions.put(
                    Condition.unknown(
                        pressure, "NodeStatusUnknown", "Kubelet stopped posting node status."),
                    plane.now());
              }
            });
    plane
        .events()
        .normal(
            node.json(),
            SOURCE,
            "NodeNotReady",
            "Node %s status is now: NodeNotReady".formatted(node.name()));
    return lost.map(Node::new).orElse(node);
  }

  private void taint(Key key, Node seen) {
    Set<Mark> wanted = wanted(seen);
    boolean right =
        seen.taints().stream()
            .filter(taint -> OWN.contains(taint.key()))
            .map(taint -> new Mark(taint.key(), taint.effect()))
            .collect(Collectors.toSet())
            .equals(wanted);
    if (!right) {
      plane.change(key, object -> write(object, wanted(new Node(object))));
    }
  }

  private static Set<Mark> wanted(Node node) {
    Conditions conditions = new Conditions(node.json());
    Set<Mark> wanted = new LinkedHashSet<>();
    switch (conditions.status("Ready")) {
      case "False" -> addBoth(wanted, Taint.NOT_READY);
      case "Unknown" -> addBoth(wanted, Taint.UNREACHABLE);
      default -> {}
    }
    addWhen(wanted, conditions, "MemoryPressure", "node.kubernetes.io/memory-pressure");
    addWhen(wanted, conditions, "DiskPressure", "node.kubernetes.io/disk-pressure");
    addWhen(wanted, conditions, "PIDPressure", "node.kubernetes.io/pid-pressure");
    addWhen(wanted, conditions, "NetworkUnavailable", "node.kubernetes.io/network-unavailable");
    if (node.isCordoned()) {
      wanted.add(new Mark(Taint.UNSCHEDULABLE, Taint.NO_SCHEDULE));
    }
    return wanted;
  }

  private static void addBoth(Set<Mark> wanted, String key) {
    wanted.add(new Mark(key, Taint.NO_SCHEDULE));
    wanted.add(new Mark(key, Taint.NO_EXECUTE));
  }

  private static void addWhen(Set<Mark> wanted, Conditions conditions, String type, String key) {
    if (conditions.isTrue(type)) {
      wanted.add(new Mark(key, Taint.NO_SCHEDULE));
    }
  }

  private void write(ObjectNode node, Set<Mark> wanted) {
    Set<Mark> missing = new LinkedHashSet<>(wanted);
    ObjectNode spec = node.withObjectProperty("spec");
    ArrayNode taints = spec.withArrayProperty("taints");
    taints.removeIf(taint -> {
      Mark mark = new Mark(taint.path("key").asText(), taint.path("effect").asText());
      return OWN.contains(mark.key()) && !missing.remove(mark);
    });
    for (Mark mark : missing) {
      taints
          .addObject()
          .put("key", mark.key())
          .put("effect", mark.effect())
          .put("timeAdded", Timestamps.seconds(plane.now()));
    }
    if (taints.isEmpty()) {
      spec.remove("taints");
    }
  }

  /** MarkPodsNotReady: Services must stop sending anything to a node that is not heard of. */
  private void markPods(Node node) {
    for (Pod pod : plane.view().podsOn(node.name())) {
      if (pod.isReady()) {
        plane.change(
            ControlPlane.keyOf(pod),
            pod.uid(),
            object ->
                new Conditions(object).put(new Condition("Ready", "False", "", ""), plane.now()));
        plane.events().warning(pod.json(), SOURCE, "NodeNotReady", "Node is not ready");
      }
    }
  }
}
