package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.ControllerRevisions.Revision;
import dev.binnacle.sandbox.kubernetes.cluster.model.IntOrPercent;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.GeneratedNames;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.cluster.scheduling.NodeSelection;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Keeps one pod of each DaemonSet on each node that it belongs on. Source: kubernetes
 * pkg/controller/daemon/{daemon_controller,update}.go. A rolling update takes the old pod away
 * first; a surge is counted as none.
 */
public final class DaemonSetController implements Controller {
  private final ControlPlane plane;
  private final PodClaims claims;
  private final PodCreation creation;
  private final ControllerRevisions revisions;
  private final RandomGenerator random;

  public DaemonSetController(ControlPlane plane, RandomGenerator random) {
    this.plane = plane;
    this.claims = new PodClaims(plane);
    this.creation = new PodCreation(plane, "daemonset-controller");
    this.revisions = new ControllerRevisions(plane);
    this.random = random;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.DAEMON_SETS)) {
      work.now(observation.key());
    } else if (observation.isOf(ResourceTypes.PODS)) {
      new PodOwners(plane.view(), ResourceTypes.DAEMON_SETS).of(observation).forEach(work::now);
    } else if (observation.isOf(ResourceTypes.NODES) && concernsPlaces(observation)) {
      plane
          .view()
          .all(ResourceTypes.DAEMON_SETS)
          .forEach(set -> work.now(ControlPlane.keyOf(ResourceTypes.DAEMON_SETS, set)));
    }
  }

  private static boolean concernsPlaces(Observation observation) {
    return observation
        .before()
        .filter(before -> !observation.isDeletion())
        .filter(before -> places(before).equals(places(observation.object())))
        .isEmpty();
  }

  private static List<JsonNode> places(ObjectNode node) {
    return List.of(node.path("metadata").path("labels"), node.path("spec").path("taints"));
  }

  @Override
  public void reconcile(Key key, Work work) {
    plane
        .view()
        .get(key)
        .filter(set -> !new Meta(set).isTerminating())
        .ifPresent(set -> reconcile(key, set, work));
  }

  private void reconcile(Key key, ObjectNode set, Work work) {
    Revision revision = revisions.sync(set);
    Pod prototype = new Pod(DaemonPods.prototype(set, "any"));
    Map<String, List<Pod>> byNode = new HashMap<>();
    LabelSelector selector = LabelSelector.of(set.path("spec").path("selector"));
    for (Pod pod : claims.pods(set, selector, ResourceTypes.PODS)) {
      byNode.computeIfAbsent(place(pod), node -> new ArrayList<>()).add(pod);
    }
    List<Node> nodes = plane.view().nodes();
    List<Node> wanted =
        nodes.stream().filter(node -> DaemonPods.belongsOn(prototype, node)).toList();
    for (Node node : nodes) {
      List<Pod> pods = byNode.getOrDefault(node.name(), List.of());
      keep(set, revision, node, pods, wanted.contains(node), prototype);
    }
    roll(set, revision, wanted, byNode);
    writeStatus(key, set, revision, nodes, wanted, work);
    revisions.forgetOldest(set, List.of(revision.name(), revision.hash()));
  }

  private void keep(
      ObjectNode set, Revision revision, Node node, List<Pod> pods, boolean wanted, Pod prototype) {
    List<Pod> living = new ArrayList<>();
    for (Pod pod : pods) {
      if (pod.isFinished() && !pod.isTerminating()) {
        creation.delete(set, pod);
      } else {
        living.add(pod);
      }
    }
    if (living.isEmpty() && pods.isEmpty() && wanted) {
      String name = new Meta(set).name() + "-" + GeneratedNames.suffix(random);
      creation.create(set, DaemonPods.pod(set, revision, node.name(), name));
    } else if (!DaemonPods.staysOn(prototype, node)) {
      living.stream().filter(pod -> !pod.isTerminating()).forEach(p -> creation.delete(set, p));
    } else {
      living.stream()
          .filter(pod -> !pod.isTerminating())
          .skip(1)
          .forEach(pod -> creation.delete(set, pod));
    }
  }

  /** Replaces pods of an old template, as far as spec.updateStrategy allows. */
  private void roll(
      ObjectNode set, Revision revision, List<Node> wanted, Map<String, List<Pod>> byNode) {
    JsonNode strategy = set.path("spec").path("updateStrategy");
    if (strategy.path("type").asText().equals("OnDelete")) {
      return;
    }
    JsonNode limit = strategy.path("rollingUpdate").path("maxUnavailable");
    int budget = limit.isMissingNode() ? 1 : IntOrPercent.roundedUp(limit, wanted.size());
    List<Pod> oldUnavailable = new ArrayList<>();
    List<Pod> oldAvailable = new ArrayList<>();
    int unavailable = 0;
    for (Node node : wanted) {
      List<Pod> living =
          byNode.getOrDefault(node.name(), List.of()).stream().filter(Pod::isActive).toList();
      if (living.isEmpty()) {
        unavailable++;
        continue;
      }
      Pod pod = living.getFirst();
      boolean available = isAvailable(set, pod);
      unavailable += available ? 0 : 1;
      if (!isNew(pod, revision)) {
        (available ? oldAvailable : oldUnavailable).add(pod);
      }
    }
    oldUnavailable.forEach(pod -> creation.delete(set, pod));
    oldAvailable.stream()
        .limit(Math.max(0, budget - unavailable))
        .forEach(pod -> creation.delete(set, pod));
  }

  private void writeStatus(
      Key key, ObjectNode set, Revision revision, List<Node> nodes, List<Node> wanted, Work work) {
    String uid = new Meta(set).uid();
    Map<String, Pod> pods = new HashMap<>();
    plane.view().podsControlledBy(uid).stream()
        .filter(Pod::isActive)
        .forEach(pod -> pods.put(place(pod), pod));
    List<Pod> scheduled = onNodes(wanted, pods);
    long ready = scheduled.stream().filter(Pod::isReady).count();
    long available = scheduled.stream().filter(pod -> isAvailable(set, pod)).count();
    long updated = scheduled.stream().filter(pod -> isNew(pod, revision)).count();
    long misplaced = onNodes(nodes, pods).size() - (long) scheduled.size();
    plane.change(
        key,
        uid,
        object -> {
          ObjectNode status = object.withObjectProperty("status");
          status.put("currentNumberScheduled", scheduled.size());
          status.put("desiredNumberScheduled", wanted.size());
          status.put("numberMisscheduled", (int) misplaced);
          status.put("numberReady", (int) ready);
          ReplicaSetController.putOrRemove(status, "numberAvailable", available);
          ReplicaSetController.putOrRemove(status, "numberUnavailable", wanted.size() - available);
          ReplicaSetController.putOrRemove(status, "updatedNumberScheduled", updated);
          status.put("observedGeneration", new Meta(set).generation());
        });
    if (ready > available) {
      work.after(minimum(set).plusSeconds(1), key);
    }
  }

  private static List<Pod> onNodes(List<Node> nodes, Map<String, Pod> pods) {
    return nodes.stream()
        .filter(n -> pods.containsKey(n.name()))
        .map(n -> pods.get(n.name()))
        .toList();
  }

  private boolean isAvailable(ObjectNode set, Pod pod) {
    return pod.isAvailable(minimum(set), plane.now());
  }

  private static Duration minimum(ObjectNode set) {
    return Duration.ofSeconds(set.path("spec").path("minReadySeconds").asLong());
  }

  private static boolean isNew(Pod pod, Revision revision) {
    return pod.meta().label(PodTemplate.REVISION_LABEL).filter(revision.hash()::equals).isPresent();
  }

  /** The node that the pod is for, whether or not it is bound yet. */
  private static String place(Pod pod) {
    return pod.isBound() ? pod.nodeName() : NodeSelection.onlyNode(pod).orElse("");
  }
}
