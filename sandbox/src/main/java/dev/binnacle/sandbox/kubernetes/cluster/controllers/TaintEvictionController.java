package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Taint;
import dev.binnacle.sandbox.kubernetes.cluster.model.Toleration;
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
 * Deletes pods from nodes whose NoExecute taints they do not tolerate, or no longer. Source:
 * kubernetes pkg/controller/tainteviction/taint_eviction.go. Budgets do not hold it up.
 */
public final class TaintEvictionController implements Controller {
  private static final Source SOURCE = new Source("taint-eviction-controller");

  private final ControlPlane plane;

  public TaintEvictionController(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.NODES) && !observation.isDeletion()) {
      boolean same =
          observation
              .before()
              .filter(before ->
                  new Node(before).taints().equals(new Node(observation.object()).taints()))
              .isPresent();
      if (!same) {
        plane.view().podsOn(observation.key().name()).forEach(p -> work.now(ControlPlane.keyOf(p)));
      }
    } else if (observation.isOf(ResourceTypes.PODS)
        && !observation.isDeletion()
        && observation.before().filter(before -> new Pod(before).isBound()).isEmpty()) {
      work.now(observation.key());
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<Pod> found = plane.view().pod(key).filter(pod -> pod.isBound() && pod.isActive());
    if (found.isEmpty()) {
      return;
    }
    Pod pod = found.get();
    List<Taint> taints =
        plane.view().node(pod.nodeName()).map(Node::taints).orElse(List.of()).stream()
            .filter(Taint::drivesPodsOut)
            .toList();
    for (Taint taint : taints) {
      Optional<Duration> patience = patience(pod, taint);
      if (patience.isEmpty()) {
        continue;
      }
      Instant due = taint.added().orElse(plane.now()).plus(patience.get());
      if (plane.now().isBefore(due)) {
        work.after(Duration.between(plane.now(), due).plusMillis(1), key);
      } else {
        evict(key, pod);
        return;
      }
    }
  }

  /** How long the pod bears the taint: not at all, for some time, or (empty) forever. */
  private static Optional<Duration> patience(Pod pod, Taint taint) {
    List<Toleration> tolerating =
        pod.tolerations().stream().filter(toleration -> toleration.tolerates(taint)).toList();
    if (tolerating.isEmpty()) {
      return Optional.of(Duration.ZERO);
    }
    return tolerating.stream()
        .flatMap(toleration -> toleration.limit().stream())
        .min(Duration::compareTo);
  }

  private void evict(Key key, Pod pod) {
    plane
        .events()
        .normal(
            pod.json(),
            SOURCE,
            "TaintManagerEviction",
            "Marking for deletion Pod %s/%s".formatted(pod.namespace(), pod.name()));
    plane.change(
        key,
        pod.uid(),
        object ->
            new Conditions(object)
                .put(
                    Condition.isTrue(
                        "DisruptionTarget",
                        "DeletionByTaintManager",
                        "Taint manager: deleting due to NoExecute taint"),
                    plane.now()));
    plane.delete(key);
  }
}
