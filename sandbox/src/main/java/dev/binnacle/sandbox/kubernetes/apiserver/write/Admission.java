package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.validation.NamespaceLifecycle;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;

/**
 * Decides whether an object may come into its namespace, and completes it from others. Sources:
 * kubernetes staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go,
 * plugin/pkg/admission/priority/admission.go,
 * plugin/pkg/admission/storage/storageclass/setdefault/admission.go.
 */
final class Admission {
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  private final ObjectStore store;

  Admission(ObjectStore store) {
    this.store = store;
  }

  /**
   * @throws Refusal 404 for a namespace that is not there; 403 for one that is going
   */
  void admit(ResourceType type, ObjectNode object) {
    String namespace = object.path("metadata").path("namespace").asText();
    if (!namespace.isEmpty()) {
      NamespaceLifecycle.requireOpen(
          store, type, namespace, object.path("metadata").path("name").asText());
    }
    if (type.equals(ResourceTypes.PODS)) {
      setPriority(object);
    }
    if (type.equals(ResourceTypes.PERSISTENT_VOLUME_CLAIMS)) {
      setStorageClass(object);
    }
  }

  private void setPriority(ObjectNode pod) {
    String name = pod.path("spec").path("priorityClassName").asText();
    if (name.isEmpty()) {
      return;
    }
    ObjectNode priority =
        store
            .peek(new Key(ResourceTypes.PRIORITY_CLASSES, "", name))
            .orElseThrow(() ->
                Refusals.forbidden(
                    ResourceTypes.PODS,
                    pod.path("metadata").path("name").asText(),
                    "no PriorityClass with name %s was found".formatted(name)));
    pod.withObjectProperty("spec").put("priority", priority.path("value").asInt());
  }

  private void setStorageClass(ObjectNode claim) {
    if (claim.path("spec").has("storageClassName")) {
      return;
    }
    store.listing(ResourceTypes.STORAGE_CLASSES).objects().stream()
        .filter(candidate ->
            candidate.path("metadata").path("annotations").path(DEFAULT_CLASS).asBoolean())
        .findFirst()
        .ifPresent(found ->
            claim
                .withObjectProperty("spec")
                .put("storageClassName", found.path("metadata").path("name").asText()));
  }
}
