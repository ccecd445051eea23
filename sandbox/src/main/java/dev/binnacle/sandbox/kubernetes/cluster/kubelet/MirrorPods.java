package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a static pod again when its image in the API was deleted: its containers never stopped.
 * Source: kubernetes pkg/kubelet/pod/mirror_client.go.
 */
public final class MirrorPods implements Controller {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final List<String> SET_BY_THE_API =
      List.of(
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "managedFields");

  private final ControlPlane plane;
  private final Map<Key, ObjectNode> missing = new HashMap<>();

  public MirrorPods(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (!observation.isOf(ResourceTypes.PODS)) {
      return;
    }
    Pod pod = new Pod(observation.object());
    if (observation.isDeletion() && pod.isMirror()) {
      missing.put(observation.key(), pod.json());
      work.now(observation.key());
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<ObjectNode> lost = Optional.ofNullable(missing.get(key));
    if (lost.isEmpty()) {
      return;
    }
    String node = new Pod(lost.get()).nodeName();
    if (plane.view().node(node).isEmpty() || plane.store().get(key).isPresent()) {
      missing.remove(key);
    } else if (plane.troubles().isDead(node)) {
      work.after(LOOK_AGAIN, key);
    } else {
      ObjectNode again = lost.get().deepCopy();
      again.withObjectProperty("metadata").remove(SET_BY_THE_API);
      plane.create(ResourceTypes.PODS, again);
      missing.remove(key);
    }
  }
}
