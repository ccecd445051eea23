package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.Optional;

/**
 * Removes pods that no kubelet will ever finish: their node is gone, they terminate without ever
 * having been bound, or their node is declared out of service. Source: kubernetes
 * pkg/controller/podgc/gc_controller.go.
 */
public final class PodCollector implements Controller {
  private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

  /** How long a node must be missing until its pods are removed (quarantineTime). */
  private static final Duration QUARANTINE = Duration.ofSeconds(40);

  private final ControlPlane plane;

  public PodCollector(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.NODES)) {
      plane.view().podsOn(observation.key().name()).stream()
          .filter(pod -> observation.isDeletion() || pod.isTerminating())
          .forEach(pod -> later(pod, observation.isDeletion(), work));
    } else if (observation.isOf(ResourceTypes.PODS) && !observation.isDeletion()) {
      Pod pod = new Pod(observation.object());
      boolean lost = pod.isBound() && plane.view().node(pod.nodeName()).isEmpty();
      if (lost || pod.isTerminating()) {
        later(pod, lost, work);
      }
    }
  }

  private void later(Pod pod, boolean nodeGone, Work work) {
    if (nodeGone) {
      work.after(plane.pace().scaled(QUARANTINE), ControlPlane.keyOf(pod));
    } else {
      work.now(ControlPlane.keyOf(pod));
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<Pod> found = plane.view().pod(key);
    if (found.isEmpty()) {
      return;
    }
    Pod pod = found.get();
    Optional<Node> node = plane.view().node(pod.nodeName());
    if (!pod.isBound()) {
      if (pod.isTerminating()) {
        remove(key, pod);
      }
    } else if (node.isEmpty()) {
      disrupt(key, pod);
      remove(key, pod);
    } else if (pod.isTerminating() && !node.get().isReady() && isOutOfService(node.get())) {
      remove(key, pod);
    }
  }

  private void disrupt(Key key, Pod pod) {
    plane.change(
        key,
        pod.uid(),
        object -> {
          new Conditions(object)
              .put(
                  Condition.isTrue(
                      "DisruptionTarget", "DeletionByPodGC", "PodGC: node no longer exists"),
                  plane.now());
          if (!pod.isFinished()) {
            object.withObjectProperty("status").put("phase", "Failed");
          }
        });
  }

  private void remove(Key key, Pod pod) {
    plane.remove(key, pod.uid());
  }

  private static boolean isOutOfService(Node node) {
    return node.taints().stream().anyMatch(taint -> taint.key().equals(OUT_OF_SERVICE));
  }
}
