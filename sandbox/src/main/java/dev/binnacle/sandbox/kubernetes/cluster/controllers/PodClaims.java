package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.OwnerReference;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.ArrayList;
import java.util.List;

/**
 * Which objects belong to a controller: it adopts orphans that its selector matches, and releases
 * its own when they stop matching. Source: kubernetes pkg/controller/controller_ref_manager.go.
 */
final class PodClaims {
  private final ControlPlane plane;

  PodClaims(ControlPlane plane) {
    this.plane = plane;
  }

  /** The pods of an owner, after adoption and release. */
  List<Pod> pods(ObjectNode owner, LabelSelector selector, ResourceType type) {
    return objects(owner, selector, type).stream().map(Pod::new).toList();
  }

  /** The objects of a type that belong to an owner, after adoption and release. */
  List<ObjectNode> objects(ObjectNode owner, LabelSelector selector, ResourceType type) {
    Meta ownerMeta = new Meta(owner);
    List<ObjectNode> claimed = new ArrayList<>();
    for (ObjectNode candidate : plane.view().all(type, ownerMeta.namespace())) {
      Meta meta = new Meta(candidate);
      boolean matches = selector.matches(meta.labels());
      if (meta.isControlledBy(ownerMeta.uid())) {
        if (matches) {
          claimed.add(candidate);
        } else if (!ownerMeta.isTerminating()) {
          release(ControlPlane.keyOf(type, candidate), meta, ownerMeta);
        }
      } else if (matches && mayAdopt(meta, ownerMeta)) {
        adopt(ControlPlane.keyOf(type, candidate), meta, owner, claimed);
      }
    }
    return claimed;
  }

  private static boolean mayAdopt(Meta candidate, Meta owner) {
    return candidate.controller().isEmpty() && !candidate.isTerminating() && !owner.isTerminating();
  }

  private void adopt(Key key, Meta candidate, ObjectNode owner, List<ObjectNode> claimed) {
    plane
        .change(
            key,
            candidate.uid(),
            object -> {
              if (new Meta(object).controller().isEmpty()) {
                new Meta(object).addOwner(OwnerReference.controlledBy(owner));
              }
            })
        .filter(object -> new Meta(object).isControlledBy(new Meta(owner).uid()))
        .ifPresent(claimed::add);
  }

  private void release(Key key, Meta candidate, Meta owner) {
    plane.change(key, candidate.uid(), object -> new Meta(object).removeOwner(owner.uid()));
  }
}
