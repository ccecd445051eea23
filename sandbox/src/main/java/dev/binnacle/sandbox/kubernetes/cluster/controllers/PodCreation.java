package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Optional;

/** Creates and deletes pods on behalf of a controller, and tells about it. */
final class PodCreation {
  private final ControlPlane plane;
  private final Source source;

  PodCreation(ControlPlane plane, String component) {
    this.plane = plane;
    this.source = new Source(component);
  }

  /**
   * Creates a pod, unless the namespace is on its way out: there the API server forbids it
   * (kubernetes plugin lifecycle/admission.go).
   *
   * @return false when it may not be created
   */
  boolean create(ObjectNode owner, ObjectNode pod) {
    String name = new Meta(pod).name();
    if (isNamespaceClosed(new Meta(owner).namespace())) {
      plane.events().warning(owner, source, "FailedCreate", forbidden(owner, name));
      return false;
    }
    plane.create(ResourceTypes.PODS, pod);
    plane.events().normal(owner, source, "SuccessfulCreate", created(owner, name));
    return true;
  }

  void delete(ObjectNode owner, Pod pod) {
    plane.delete(ControlPlane.keyOf(pod));
    plane.events().normal(owner, source, "SuccessfulDelete", deleted(owner, pod.name()));
  }

  private boolean isNamespaceClosed(String namespace) {
    Optional<ObjectNode> found = plane.view().get(new Key(ResourceTypes.NAMESPACES, "", namespace));
    return found.isEmpty() || new Meta(found.get()).isTerminating();
  }

  private static String created(ObjectNode owner, String pod) {
    return isStatefulSet(owner)
        ? "create Pod %s in StatefulSet %s successful".formatted(pod, new Meta(owner).name())
        : "Created pod: " + pod;
  }

  private static String deleted(ObjectNode owner, String pod) {
    return isStatefulSet(owner)
        ? "delete Pod %s in StatefulSet %s successful".formatted(pod, new Meta(owner).name())
        : "Deleted pod: " + pod;
  }

  private static boolean isStatefulSet(ObjectNode owner) {
    return owner.path("kind").asText().equals("StatefulSet");
  }

  private static String forbidden(ObjectNode owner, String pod) {
    String namespace = new Meta(owner).namespace();
    return ("Error creating: pods \"%s\" is forbidden: unable to create new content in namespace"
            + " %s because it is being terminated")
        .formatted(pod, namespace);
  }
}
