package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;

/**
 * Nothing is created in a namespace that does not exist or is going. Source: kubernetes
 * staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go.
 */
public final class NamespaceLifecycle {
  private NamespaceLifecycle() {}

  /**
   * Lets a creation pass, that of a subresource too.
   *
   * @param type of what is created
   * @param name of what is created; "" when it has none yet
   * @throws Refusal 404 when the namespace does not exist; 403 when it is terminating
   */
  public static void requireOpen(
      ObjectStore store, ResourceType type, String namespace, String name) {
    ObjectNode found =
        store
            .peek(new Key(ResourceTypes.NAMESPACES, "", namespace))
            .orElseThrow(() -> Refusals.notFound(ResourceTypes.NAMESPACES, namespace));
    if (found.path("status").path("phase").asText().equals("Terminating")) {
      throw Refusals.forbidden(
              type,
              name,
              "unable to create new content in namespace %s because it is being terminated"
                  .formatted(namespace))
          .withCause(
              "NamespaceTerminating",
              "namespace %s is being terminated".formatted(namespace),
              "metadata.namespace");
    }
  }
}
