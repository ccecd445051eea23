package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.OwnerReference;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The templates that a StatefulSet or DaemonSet has had, as ControllerRevision objects. Source:
 * kubernetes pkg/controller/history/controller_history.go.
 */
final class ControllerRevisions {
  private static final int KEPT = 10;

  /** One stored template. */
  record Revision(ObjectNode json) {
    String name() {
      return new Meta(json).name();
    }

    /**
     * The hash by which pods are labelled: in a DaemonSet the short one, in a StatefulSet the name.
     */
    String hash() {
      return new Meta(json).label(PodTemplate.REVISION_LABEL).orElseGet(this::name);
    }

    long number() {
      return json.path("revision").asLong();
    }

    /** The stored template; its marker for patches is not part of it. */
    PodTemplate template() {
      JsonNode template = json.path("data").path("spec").path("template").deepCopy();
      if (template instanceof ObjectNode object) {
        object.remove("$patch");
      }
      return new PodTemplate(template);
    }
  }

  private final ControlPlane plane;

  ControllerRevisions(ControlPlane plane) {
    this.plane = plane;
  }

  /** The revision of the wanted template, made or renumbered as the newest. */
  Revision sync(ObjectNode owner) {
    List<Revision> known = all(owner);
    PodTemplate wanted = PodTemplate.of(owner);
    long newest = known.stream().mapToLong(Revision::number).max().orElse(0);
    Optional<Revision> same =
        known.stream().filter(revision -> revision.template().isSameAs(wanted)).findFirst();
    if (same.isEmpty()) {
      return create(owner, wanted, newest + 1);
    }
    if (same.get().number() == newest) {
      return same.get();
    }
    return plane
        .change(key(same.get()), revision -> revision.put("revision", newest + 1))
        .map(Revision::new)
        .orElse(same.get());
  }

  Optional<Revision> named(ObjectNode owner, String name) {
    return all(owner).stream().filter(revision -> revision.name().equals(name)).findFirst();
  }

  /** Removes what nobody uses beyond spec.revisionHistoryLimit. */
  void forgetOldest(ObjectNode owner, List<String> used) {
    List<Revision> unused =
        all(owner).stream()
            .filter(revision -> !used.contains(revision.name()) && !used.contains(revision.hash()))
            .sorted(Comparator.comparing(Revision::number))
            .toList();
    int limit = owner.path("spec").path("revisionHistoryLimit").asInt(KEPT);
    unused.stream()
        .limit(Math.max(0, unused.size() - limit))
        .forEach(revision -> plane.delete(key(revision)));
  }

  private List<Revision> all(ObjectNode owner) {
    return plane
        .view()
        .controlled(ResourceTypes.CONTROLLER_REVISIONS, new Meta(owner).uid())
        .stream()
        .map(Revision::new)
        .toList();
  }

  private Revision create(ObjectNode owner, PodTemplate template, long number) {
    Meta ownerMeta = new Meta(owner);
    String hash = freeHash(ownerMeta, template);
    ObjectNode revision = JsonNodeFactory.instance.objectNode();
    revision.put("apiVersion", "apps/v1").put("kind", "ControllerRevision");
    revision
        .putObject("metadata")
        .put("name", ownerMeta.name() + "-" + hash)
        .put("namespace", ownerMeta.namespace());
    Meta meta = new Meta(revision).addOwner(OwnerReference.controlledBy(owner));
    template.labels().forEach(meta::putLabel);
    meta.putLabel(PodTemplate.REVISION_LABEL, hash);
    ObjectNode data = revision.putObject("data").putObject("spec").putObject("template");
    template.json().properties().forEach(field -> data.set(field.getKey(), field.getValue()));
    data.put("$patch", "replace");
    revision.put("revision", number);
    return new Revision(plane.create(ResourceTypes.CONTROLLER_REVISIONS, revision));
  }

  private String freeHash(Meta owner, PodTemplate template) {
    for (int collisions = 0; ; collisions++) {
      String hash = template.hash(collisions);
      Key key =
          new Key(ResourceTypes.CONTROLLER_REVISIONS, owner.namespace(), owner.name() + "-" + hash);
      if (plane.store().get(key).isEmpty()) {
        return hash;
      }
    }
  }

  private static Key key(Revision revision) {
    return ControlPlane.keyOf(ResourceTypes.CONTROLLER_REVISIONS, revision.json());
  }
}
