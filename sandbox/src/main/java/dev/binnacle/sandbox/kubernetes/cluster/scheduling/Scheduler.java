package dev.binnacle.sandbox.kubernetes.cluster.scheduling;

import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Binds pods to nodes. Among the nodes that will do it takes the one with the fewest pods of the
 * same owner, then the least requested, then the first by name: so the same cluster always places
 * the same way. Nothing is preempted.
 */
public final class Scheduler implements Controller {
  private static final Source SOURCE = new Source("default-scheduler");

  private final ControlPlane plane;
  private final Filters filters;
  private final Preference preference;
  private final Set<Key> unschedulable = new LinkedHashSet<>();

  private record Candidate(Node node, boolean preferred, long siblings, double load) {
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparing((Candidate candidate) -> !candidate.preferred())
            .thenComparing(Candidate::siblings)
            .thenComparing(Candidate::load)
            .thenComparing(candidate -> candidate.node().name());
  }

  public Scheduler(ControlPlane plane, Preference preference) {
    this.plane = plane;
    this.filters = new Filters(plane.view());
    this.preference = preference;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.PODS)) {
      Pod pod = new Pod(observation.object());
      if (observation.isDeletion() || pod.isFinished()) {
        unschedulable.remove(observation.key());
        retry(work);
      } else if (isMine(pod) && observation.before().isEmpty()) {
        work.now(observation.key());
      }
    } else if (mayMakeRoom(observation)) {
      retry(work);
    }
  }

  private static boolean mayMakeRoom(Observation observation) {
    return (observation.isOf(ResourceTypes.NODES) && isNodeChanged(observation))
        || observation.isOf(ResourceTypes.PERSISTENT_VOLUME_CLAIMS)
        || observation.isOf(ResourceTypes.PERSISTENT_VOLUMES);
  }

  /** A heartbeat alone is no reason to look again. */
  private static boolean isNodeChanged(Observation observation) {
    if (observation.before().isEmpty()) {
      return true;
    }
    var before = observation.before().get();
    var after = observation.object();
    return !before.path("spec").equals(after.path("spec"))
        || !before.path("metadata").path("labels").equals(after.path("metadata").path("labels"))
        || !before
            .path("status")
            .path("allocatable")
            .equals(after.path("status").path("allocatable"));
  }

  private void retry(Work work) {
    unschedulable.forEach(work::now);
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<Pod> found = plane.view().pod(key).filter(Scheduler::isMine);
    if (found.isEmpty()) {
      unschedulable.remove(key);
      return;
    }
    Pod pod = found.get();
    List<Node> nodes = plane.view().nodes();
    Optional<String> obstacle = filters.obstacle(pod);
    if (obstacle.isPresent()) {
      refuse(pod, UnschedulableMessage.forAll(nodes.size(), obstacle.get()));
      return;
    }
    UnschedulableMessage message = new UnschedulableMessage(nodes.size());
    candidates(pod, nodes, message).stream()
        .min(Candidate.BEST_FIRST)
        .ifPresentOrElse(best -> bind(pod, best.node()), () -> refuse(pod, message.text()));
  }

  private static boolean isMine(Pod pod) {
    return !pod.isBound()
        && !pod.isTerminating()
        && !pod.isFinished()
        && pod.spec().path("schedulingGates").isEmpty()
        && pod.spec().path("schedulerName").asText(SOURCE.component()).equals(SOURCE.component());
  }

  private List<Candidate> candidates(Pod pod, List<Node> nodes, UnschedulableMessage message) {
    Optional<String> only = NodeSelection.onlyNode(pod);
    Optional<String> wished = preference.node(pod);
    List<Candidate> candidates = new ArrayList<>();
    for (Node node : nodes) {
      if (only.isPresent() && !only.get().equals(node.name())) {
        message.add(List.of("node(s) didn't match Pod's node affinity/selector"));
        continue;
      }
      List<Pod> onNode = plane.view().podsOn(node.name());
      NodeRoom room = NodeRoom.of(node, onNode);
      List<String> refusals = filters.refusals(pod, room, onNode);
      if (refusals.isEmpty()) {
        boolean preferred = wished.filter(node.name()::equals).isPresent();
        candidates.add(new Candidate(node, preferred, siblings(pod, onNode), room.load()));
      } else {
        message.add(refusals);
      }
    }
    return candidates;
  }

  private static long siblings(Pod pod, List<Pod> onNode) {
    return pod.controller()
        .map(owner -> onNode.stream().filter(o -> o.meta().isControlledBy(owner.uid())).count())
        .orElse(0L);
  }

  private void bind(Pod pod, Node node) {
    unschedulable.remove(ControlPlane.keyOf(pod));
    plane.change(
        ControlPlane.keyOf(pod),
        pod.uid(),
        object -> {
          object.withObjectProperty("spec").put("nodeName", node.name());
          new Conditions(object).put(Condition.isTrue("PodScheduled"), plane.now());
        });
    plane
        .events()
        .normal(
            pod.json(),
            SOURCE,
            "Scheduled",
            "Successfully assigned %s/%s to %s"
                .formatted(pod.namespace(), pod.name(), node.name()));
  }

  private void refuse(Pod pod, String message) {
    unschedulable.add(ControlPlane.keyOf(pod));
    Conditions known = new Conditions(pod.json());
    boolean said =
        known
            .find("PodScheduled")
            .filter(condition -> condition.path("message").asText().equals(message))
            .isPresent();
    if (said) {
      return;
    }
    plane.change(
        ControlPlane.keyOf(pod),
        pod.uid(),
        object ->
            new Conditions(object)
                .put(Condition.isFalse("PodScheduled", "Unschedulable", message), plane.now()));
    plane.events().warning(pod.json(), SOURCE, "FailedScheduling", message);
  }
}
