package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.Catalog;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.ManagedFields;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.ServerSideApply;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.table.Presentation;
import dev.binnacle.sandbox.kubernetes.apiserver.validation.Validation;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Replaces and patches objects, whole or by subresource. Sources: kubernetes
 * staging/src/k8s.io/apiserver/pkg/endpoints/handlers/{update,patch}.go,
 * .../registry/rest/update.go (BeforeUpdate).
 */
public final class Updates {
  private final ObjectStore store;
  private final Catalog catalog;
  private final InstantSource time;
  private final Creations creations;
  private final Defaults defaults;

  public Updates(ObjectStore store, Catalog catalog, InstantSource time) {
    this.store = store;
    this.catalog = catalog;
    this.time = time;
    this.creations = new Creations(store, catalog, time);
    this.defaults = new Defaults(store);
  }

  /**
   * PUT.
   *
   * @param subresource empty for the object itself
   */
  public Answer replace(Key key, String subresource, ApiRequest request) {
    ObjectNode wanted = request.object();
    Incoming.settle(key.type(), key.namespace(), key.name(), wanted);
    return shown(key, request, change(key, subresource, request, live -> wanted.deepCopy()));
  }

  /** PATCH, of the kind that the Content-Type says. */
  public Answer patch(Key key, String subresource, ApiRequest request) {
    return PatchKind.of(request) == PatchKind.APPLY
        ? apply(key, subresource, request)
        : shown(
            key,
            request,
            change(
                key,
                subresource,
                request,
                live -> PatchKind.of(request).apply(key, live, request)));
  }

  /** Changes an object by the rules of a PUT of what the change answers. */
  ObjectNode change(
      Key key, String subresource, ApiRequest request, UnaryOperator<ObjectNode> change) {
    return atomically(
        key,
        request.isDryRun(),
        live -> {
          ObjectNode after = merged(key, subresource, live, change.apply(live.deepCopy()));
          return ManagedFields.afterUpdate(
              key.type(),
              Optional.of(live),
              after,
              Manager.of(request),
              subresource,
              time.instant());
        });
  }

  private Answer apply(Key key, String subresource, ApiRequest request) {
    String manager =
        request
            .query()
            .first("fieldManager")
            .orElseThrow(() ->
                Refusals.invalid(
                    "PatchOptions",
                    "meta.k8s.io",
                    "",
                    List.of(FieldError.required("fieldManager", "is required for apply patch"))));
    ObjectNode applied = request.object();
    Incoming.settle(key.type(), key.namespace(), key.name(), applied);
    if (applied.path("metadata").path("managedFields").size() > 0) {
      throw Refusals.badRequest("metadata.managedFields must be nil");
    }
    boolean force = request.query().flag("force");
    if (store.peek(key).isEmpty() && subresource.isEmpty()) {
      ObjectNode fresh =
          ServerSideApply.apply(
              key.type(), Optional.empty(), applied, manager, force, time.instant());
      return Answer.created(
          Presentation.of(key.type(), request)
              .one(creations.createApplied(key.type(), fresh, request.isDryRun())));
    }
    return shown(
        key,
        request,
        atomically(
            key,
            request.isDryRun(),
            live -> {
              ObjectNode result =
                  ServerSideApply.apply(
                      key.type(), Optional.of(live), applied, manager, force, time.instant());
              JsonNode managed = result.path("metadata").path("managedFields");
              ObjectNode after = merged(key, subresource, live, result);
              after.withObjectProperty("metadata").set("managedFields", managed);
              return after;
            }));
  }

  private ObjectNode atomically(Key key, boolean dryRun, UnaryOperator<ObjectNode> change) {
    Optional<ObjectNode> changed =
        dryRun ? store.get(key).map(live -> change.apply(live)) : store.update(key, change);
    return changed.orElseThrow(() -> Refusals.notFound(key.type(), key.name()));
  }

  /** What is stored when somebody wants an object to be so. */
  private ObjectNode merged(Key key, String subresource, ObjectNode live, ObjectNode wanted) {
    checkPreconditions(key, live, wanted);
    Incoming.settle(key.type(), key.namespace(), key.name(), wanted);
    ObjectNode after =
        subresource.isEmpty() ? whole(key, live, wanted) : part(subresource, live, wanted);
    keepMetadata(live, after);
    defaults.ofChanged(key.type(), after);
    ObjectNode before = live.deepCopy();
    defaults.ofChanged(key.type(), before);
    List<FieldError> errors = Validation.ofUpdate(key.type(), before, after);
    if (!errors.isEmpty()) {
      throw Refusals.invalid(key.type().kind(), key.type().group(), key.name(), errors);
    }
    return after;
  }

  private ObjectNode whole(Key key, ObjectNode live, ObjectNode wanted) {
    if (catalog.subresources(key.type()).contains("status")) {
      restore(wanted, live, "status");
    }
    return wanted;
  }

  private static ObjectNode part(String subresource, ObjectNode live, ObjectNode wanted) {
    ObjectNode after = live.deepCopy();
    switch (subresource) {
      case "status" -> restore(after, wanted, "status");
      case "scale" ->
          after
              .withObjectProperty("spec")
              .set("replicas", wanted.path("spec").path("replicas").deepCopy());
      case "finalize" ->
          after
              .withObjectProperty("spec")
              .set("finalizers", wanted.path("spec").path("finalizers").deepCopy());
      default ->
          after
              .withObjectProperty("spec")
              .set(
                  "ephemeralContainers",
                  wanted.path("spec").path("ephemeralContainers").deepCopy());
    }
    return after;
  }

  /** What the server sets stays, whatever the client sent. */
  private static void keepMetadata(ObjectNode live, ObjectNode after) {
    ObjectNode before = live.withObjectProperty("metadata");
    ObjectNode metadata = after.withObjectProperty("metadata");
    Incoming.OF_THE_SERVER.forEach(field -> restore(metadata, before, field));
    restore(metadata, before, "resourceVersion");
  }

  private static void checkPreconditions(Key key, ObjectNode live, ObjectNode wanted) {
    String version = wanted.path("metadata").path("resourceVersion").asText();
    if (!version.isEmpty()
        && !version.equals(live.path("metadata").path("resourceVersion").asText())) {
      throw Refusals.modified(key.type(), key.name());
    }
    String uid = wanted.path("metadata").path("uid").asText();
    String is = live.path("metadata").path("uid").asText();
    if (!uid.isEmpty() && !uid.equals(is)) {
      throw uidConflict(key, uid, is);
    }
  }

  private static Refusal uidConflict(Key key, String wanted, String is) {
    return Refusals.conflict(
        key.type(),
        key.name(),
        "Precondition failed: UID in precondition: %s, UID in object meta: %s"
            .formatted(wanted, is));
  }

  private static void restore(ObjectNode into, ObjectNode from, String field) {
    if (from.has(field)) {
      into.set(field, from.get(field).deepCopy());
    } else {
      into.remove(field);
    }
  }

  private static Answer shown(Key key, ApiRequest request, ObjectNode object) {
    return Answer.ok(Presentation.of(key.type(), request).one(object));
  }
}
