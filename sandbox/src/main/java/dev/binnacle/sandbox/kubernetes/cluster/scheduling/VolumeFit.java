package dev.binnacle.sandbox.kubernetes.cluster.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Optional;

/**
 * Whether the volumes of a pod can be mounted on a node. Source: kubernetes
 * pkg/scheduler/framework/plugins/volumebinding.
 */
final class VolumeFit {
  private final ClusterView view;

  VolumeFit(ClusterView view) {
    this.view = view;
  }

  /** Why the pod can run nowhere yet. */
  Optional<String> obstacle(Pod pod) {
    for (String name : pod.claims()) {
      Optional<ObjectNode> claim = claim(pod, name);
      if (claim.isEmpty()) {
        return Optional.of("persistentvolumeclaim \"%s\" not found".formatted(name));
      }
      if (!isBound(claim.get()) && !waitsForConsumer(claim.get())) {
        return Optional.of("pod has unbound immediate PersistentVolumeClaims");
      }
    }
    return Optional.empty();
  }

  /** Why this node will not do. */
  Optional<String> refusal(Pod pod, Node node) {
    for (String name : pod.claims()) {
      Optional<JsonNode> affinity =
          claim(pod, name)
              .map(claim -> claim.path("spec").path("volumeName").asText())
              .flatMap(volume -> view.get(new Key(ResourceTypes.PERSISTENT_VOLUMES, "", volume)))
              .map(volume -> volume.path("spec").path("nodeAffinity").path("required"))
              .filter(JsonNode::isObject);
      if (affinity.isPresent() && !NodeSelection.matchesAnyTerm(affinity.get(), node)) {
        return Optional.of("node(s) didn't match PersistentVolume's node affinity");
      }
    }
    return Optional.empty();
  }

  private Optional<ObjectNode> claim(Pod pod, String name) {
    return view.get(new Key(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, pod.namespace(), name));
  }

  private static boolean isBound(ObjectNode claim) {
    return claim.path("status").path("phase").asText().equals("Bound");
  }

  private boolean waitsForConsumer(ObjectNode claim) {
    String name = claim.path("spec").path("storageClassName").asText();
    return view.get(new Key(ResourceTypes.STORAGE_CLASSES, "", name))
        .filter(type -> type.path("volumeBindingMode").asText().equals("WaitForFirstConsumer"))
        .isPresent();
  }
}
