package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.Pace;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What every controller works with.
 *
 * @param view for reading
 * @param store for writing
 */
public record ControlPlane(
    ObjectStore store,
    ClusterView view,
    EventRecorder events,
    InstantSource time,
    Pace pace,
    Troubles troubles) {

  public Instant now() {
    return time.instant();
  }

  /** Changes an object as it is at that moment; nothing happens when it is gone. */
  public Optional<ObjectNode> change(Key key, Consumer<ObjectNode> change) {
    return store.update(
        key,
        object -> {
          change.accept(object);
          return object;
        });
  }

  /** Changes an object only while it is still the very one that was looked at. */
  public Optional<ObjectNode> change(Key key, String uid, Consumer<ObjectNode> change) {
    return change(
        key,
        object -> {
          if (new Meta(object).uid().equals(uid)) {
            change.accept(object);
          }
        });
  }

  public ObjectNode create(ResourceType type, ObjectNode object) {
    return store.create(type, object);
  }

  /**
   * Deletes as the API server does for a client: a pod on a node gets its grace and its kubelet
   * ends it, a finished or unbound one goes at once, and what has finalizers waits for them.
   * Sources: kubernetes pkg/registry/core/pod/strategy.go (CheckGracefulDelete),
   * staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go.
   */
  public void delete(Key key) {
    change(
        key,
        object -> {
          Pod pod = new Pod(object);
          boolean graceful =
              key.type().equals(ResourceTypes.PODS) && pod.isBound() && !pod.isFinished();
          markDeleted(object, graceful ? pod.grace().toSeconds() : 0);
        });
  }

  /**
   * The last deletion of a pod, without grace, as a kubelet does it: gone at once, or when its
   * finalizers are.
   */
  public void remove(Key key, String uid) {
    change(
        key,
        uid,
        object -> {
          markDeleted(object, 0);
          object.withObjectProperty("metadata").put("deletionGracePeriodSeconds", 0);
        });
  }

  private void markDeleted(ObjectNode object, long seconds) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    if (!metadata.hasNonNull("deletionTimestamp")) {
      metadata.put("deletionTimestamp", Timestamps.seconds(now().plusSeconds(seconds)));
      metadata.put("deletionGracePeriodSeconds", seconds);
    }
  }

  public static Key keyOf(ResourceType type, ObjectNode object) {
    Meta meta = new Meta(object);
    return new Key(type, meta.namespace(), meta.name());
  }

  public static Key keyOf(Pod pod) {
    return new Key(ResourceTypes.PODS, pod.namespace(), pod.name());
  }
}
