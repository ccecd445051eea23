package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which workloads of one type a changed dependent concerns: its controller, now and before, and for
 * an orphan whoever might adopt it.
 */
record PodOwners(ClusterView view, ResourceType type) {
  Set<Key> of(Observation observation) {
    Set<Key> owners = new LinkedHashSet<>();
    addController(observation.object(), owners);
    observation.before().ifPresent(before -> addController(before, owners));
    Meta meta = new Meta(observation.object());
    if (meta.controller().isEmpty() && !observation.isDeletion()) {
      for (ObjectNode candidate : view.all(type, meta.namespace())) {
        if (LabelSelector.of(candidate.path("spec").path("selector")).matches(meta.labels())) {
          owners.add(ControlPlane.keyOf(type, candidate));
        }
      }
    }
    return owners;
  }

  private void addController(ObjectNode object, Set<Key> owners) {
    Meta meta = new Meta(object);
    meta.controller()
        .filter(owner -> owner.kind().equals(type.kind()))
        .ifPresent(owner -> owners.add(new Key(type, meta.namespace(), owner.name())));
  }
}
