package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.List;

/**
 * Empties a namespace that is being deleted, then lets it go; gives a new one its default service
 * account. Source: kubernetes pkg/controller/namespace/deletion/namespaced_resources_deleter.go.
 */
public final class NamespaceController implements Controller {
  private final ControlPlane plane;

  public NamespaceController(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.NAMESPACES)) {
      work.now(observation.key());
    } else if (observation.isDeletion() && observation.key().type().namespaced()) {
      work.now(new Key(ResourceTypes.NAMESPACES, "", observation.key().namespace()));
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    plane.view().get(key).ifPresent(namespace -> reconcile(key, namespace));
  }

  private void reconcile(Key key, ObjectNode namespace) {
    if (!new Meta(namespace).isTerminating()) {
      open(key);
      return;
    }
    plane.change(key, object -> object.withObjectProperty("status").put("phase", "Terminating"));
    List<Key> content = content(key.name());
    content.forEach(plane::delete);
    if (content.isEmpty()) {
      deleteEvents(key.name());
      plane.change(key, object -> object.withObjectProperty("spec").remove("finalizers"));
      if (new Meta(namespace).finalizers().isEmpty()) {
        plane.store().delete(key);
      }
    }
  }

  private void open(Key key) {
    plane.change(
        key,
        object -> {
          object.withObjectProperty("status").put("phase", "Active");
          if (object.path("spec").path("finalizers").isEmpty()) {
            object.withObjectProperty("spec").putArray("finalizers").add("kubernetes");
          }
          new Meta(object).putLabel("kubernetes.io/metadata.name", key.name());
        });
    Key account = new Key(ResourceTypes.SERVICE_ACCOUNTS, key.name(), "default");
    if (plane.store().get(account).isEmpty()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.put("apiVersion", "v1").put("kind", "ServiceAccount");
      object.putObject("metadata").put("name", "default").put("namespace", key.name());
      plane.create(ResourceTypes.SERVICE_ACCOUNTS, object);
    }
  }

  private List<Key> content(String namespace) {
    return plane.view().types().stream()
        .filter(ResourceType::namespaced)
        .flatMap(type ->
            plane.view().all(type, namespace).stream()
                .map(object -> ControlPlane.keyOf(type, object)))
        .toList();
  }

  /** The view leaves Events out: nothing depends on them. */
  private void deleteEvents(String namespace) {
    for (ObjectNode event : plane.store().list(ResourceTypes.EVENTS, namespace)) {
      plane.store().delete(ControlPlane.keyOf(ResourceTypes.EVENTS, event));
    }
  }
}
