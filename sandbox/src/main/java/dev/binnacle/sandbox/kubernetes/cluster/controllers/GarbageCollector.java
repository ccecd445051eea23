package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.OwnerReference;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.util.List;
import java.util.Optional;

/**
 * Deletes what has lost all its owners, and sees owners through that wait for their dependents.
 * Source: kubernetes pkg/controller/garbagecollector/garbagecollector.go.
 */
public final class GarbageCollector implements Controller {
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";

  private final ControlPlane plane;

  public GarbageCollector(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    Meta meta = new Meta(observation.object());
    if (observation.isDeletion()) {
      plane.view().dependents(meta.uid()).forEach(work::now);
      meta.owners().stream()
          .flatMap(owner -> plane.view().byUid(owner.uid()).stream())
          .forEach(work::now);
    } else if (observation.before().isEmpty() && !meta.owners().isEmpty()) {
      work.now(observation.key());
    } else if (meta.isTerminating() && !meta.finalizers().isEmpty()) {
      work.now(observation.key());
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    plane.view().get(key).ifPresent(object -> reconcile(key, object, work));
  }

  private void reconcile(Key key, ObjectNode object, Work work) {
    Meta meta = new Meta(object);
    if (meta.isTerminating() && meta.hasFinalizer(ORPHAN)) {
      orphan(key, meta);
    } else if (meta.isTerminating() && meta.hasFinalizer(FOREGROUND)) {
      deleteDependents(key, meta, work);
    } else if (!meta.isTerminating() && !meta.owners().isEmpty()) {
      deleteWhenAbandoned(key, meta);
    }
  }

  private void orphan(Key key, Meta owner) {
    for (Key dependent : plane.view().dependents(owner.uid())) {
      plane.change(dependent, object -> new Meta(object).removeOwner(owner.uid()));
    }
    plane.change(key, owner.uid(), object -> new Meta(object).removeFinalizer(ORPHAN));
  }

  private void deleteDependents(Key key, Meta owner, Work work) {
    List<Key> blocking =
        plane.view().dependents(owner.uid()).stream()
            .filter(dependent -> isBlocking(dependent, owner.uid()))
            .toList();
    for (Key dependent : plane.view().dependents(owner.uid())) {
      if (hasOtherOwner(dependent, owner.uid())) {
        plane.change(dependent, object -> new Meta(object).removeOwner(owner.uid()));
      } else if (!isTerminating(dependent)) {
        deleteInForeground(dependent);
        work.now(dependent);
      }
    }
    if (blocking.isEmpty()) {
      plane.change(key, owner.uid(), object -> new Meta(object).removeFinalizer(FOREGROUND));
    }
  }

  /** What owns something itself waits for that, too. */
  private void deleteInForeground(Key key) {
    boolean owns =
        plane
            .view()
            .get(key)
            .map(object -> !plane.view().dependents(new Meta(object).uid()).isEmpty())
            .orElse(false);
    if (owns) {
      plane.change(key, object -> new Meta(object).addFinalizer(FOREGROUND));
    }
    plane.delete(key);
  }

  private boolean isBlocking(Key dependent, String owner) {
    return plane.view().get(dependent).stream()
        .flatMap(object -> new Meta(object).owners().stream())
        .anyMatch(reference -> reference.uid().equals(owner) && reference.blocksDeletion());
  }

  private boolean hasOtherOwner(Key dependent, String owner) {
    return plane.view().get(dependent).stream()
        .flatMap(object -> new Meta(object).owners().stream())
        .anyMatch(reference -> !reference.uid().equals(owner) && isThere(reference));
  }

  private boolean isTerminating(Key key) {
    Optional<ObjectNode> object = plane.view().get(key);
    return object.isEmpty() || new Meta(object.get()).isTerminating();
  }

  private void deleteWhenAbandoned(Key key, Meta meta) {
    List<OwnerReference> gone =
        meta.owners().stream().filter(reference -> !isThere(reference)).toList();
    if (gone.size() == meta.owners().size()) {
      plane.delete(key);
    } else if (!gone.isEmpty()) {
      plane.change(
          key,
          meta.uid(),
          object -> gone.forEach(reference -> new Meta(object).removeOwner(reference.uid())));
    }
  }

  private boolean isThere(OwnerReference reference) {
    return plane.view().byUid(reference.uid()).isPresent();
  }
}
