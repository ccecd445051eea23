package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Deletes, or begins to. Sources: kubernetes
 * staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go (Delete),
 * .../registry/rest/delete.go (BeforeDelete), pkg/registry/core/pod/strategy.go
 * (CheckGracefulDelete), pkg/registry/core/namespace/storage/storage.go (Delete).
 */
public final class Deletions {
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";

  private static final Set<String> IMMORTAL_NAMESPACES =
      Set.of("default", "kube-system", "kube-public");

  private final ObjectStore store;
  private final InstantSource time;

  public Deletions(ObjectStore store, InstantSource time) {
    this.store = store;
    this.time = time;
  }

  /**
   * Deletes an object, or marks it when something must happen first: a pod on a node ends with its
   * containers, an object with finalizers waits for them, a namespace for what is in it.
   *
   * @return the object's last state, or the one it is in now
   * @throws Refusal 404, or 409 when a precondition does not hold
   */
  public ObjectNode delete(Key key, DeleteOptions options) {
    ObjectNode known = store.peek(key).orElseThrow(() -> Refusals.notFound(key.type(), key.name()));
    checkPreconditions(key, known, options);
    checkNamespace(key, known);
    ObjectNode marked = known.deepCopy();
    mark(key.type(), marked, options);
    if (options.dryRun()) {
      return marked;
    }
    ObjectNode[] last = {marked};
    store
        .update(
            key,
            current -> {
              checkPreconditions(key, current, options);
              mark(key.type(), current, options);
              last[0] = current;
              return current;
            })
        .ifPresent(stored -> last[0] = stored);
    return last[0];
  }

  private static void checkPreconditions(Key key, ObjectNode object, DeleteOptions options) {
    JsonNode metadata = object.path("metadata");
    String uid = metadata.path("uid").asText();
    String version = metadata.path("resourceVersion").asText();
    options
        .uid()
        .filter(wanted -> !wanted.equals(uid))
        .ifPresent(wanted -> refuse(key, "UID", wanted, uid));
    options
        .resourceVersion()
        .filter(wanted -> !wanted.equals(version))
        .ifPresent(wanted -> refuse(key, "ResourceVersion", wanted, version));
  }

  private static void checkNamespace(Key key, ObjectNode object) {
    if (!key.type().equals(ResourceTypes.NAMESPACES)) {
      return;
    }
    if (IMMORTAL_NAMESPACES.contains(key.name())) {
      throw Refusals.forbidden(key.type(), key.name(), "this namespace may not be deleted");
    }
    if (object.path("metadata").hasNonNull("deletionTimestamp")) {
      throw Refusals.conflict(
          key.type(),
          key.name(),
          "The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will automatically be purged by the system.");
    }
  }

  private static void refuse(Key key, String what, String wanted, String is) {
    throw Refusals.conflict(
        key.type(),
        key.name(),
        "the %s in the precondition (%s) does not match the %s in record (%s). The object might have been %s"
            .formatted(
                what,
                wanted,
                what,
                is,
                what.equals("UID") ? "deleted and then recreated" : "modified"));
  }

  private void mark(ResourceType type, ObjectNode object, DeleteOptions options) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    setFinalizers(metadata, options);
    Instant now = time.instant().truncatedTo(ChronoUnit.SECONDS);
    long grace = type.equals(ResourceTypes.PODS) ? podGrace(object, options) : 0;
    if (!metadata.hasNonNull("deletionTimestamp")) {
      metadata.put("deletionTimestamp", now.plusSeconds(grace).toString());
      metadata.put("deletionGracePeriodSeconds", grace);
      raiseGeneration(metadata);
    } else if (grace < metadata.path("deletionGracePeriodSeconds").asLong()) {
      shorten(metadata, grace);
    }
    if (type.equals(ResourceTypes.NAMESPACES)) {
      object.withObjectProperty("status").put("phase", "Terminating");
    }
  }

  /** Another deletion may make it faster, never slower. */
  private static void shorten(ObjectNode metadata, long grace) {
    Instant end = Instant.parse(metadata.path("deletionTimestamp").asText());
    long before = metadata.path("deletionGracePeriodSeconds").asLong();
    metadata.put("deletionTimestamp", end.minusSeconds(before - grace).toString());
    metadata.put("deletionGracePeriodSeconds", grace);
  }

  private static void raiseGeneration(ObjectNode metadata) {
    if (metadata.path("generation").asLong() > 0) {
      metadata.put("generation", metadata.path("generation").asLong() + 1);
    }
  }

  private static long podGrace(ObjectNode pod, DeleteOptions options) {
    String phase = pod.path("status").path("phase").asText();
    boolean unbound = pod.path("spec").path("nodeName").asText().isEmpty();
    if (unbound || phase.equals("Succeeded") || phase.equals("Failed")) {
      return 0;
    }
    long own = pod.path("spec").path("terminationGracePeriodSeconds").asLong(30);
    long wanted = options.gracePeriodSeconds().orElse(own);
    return wanted < 0 ? 1 : wanted;
  }

  private static void setFinalizers(ObjectNode metadata, DeleteOptions options) {
    if (options.propagation().isEmpty()) {
      return;
    }
    List<String> finalizers = new ArrayList<>();
    metadata.path("finalizers").forEach(finalizer -> finalizers.add(finalizer.asText()));
    finalizers.removeAll(List.of(FOREGROUND, ORPHAN));
    switch (options.propagation().get()) {
      case "Foreground" -> finalizers.add(FOREGROUND);
      case "Orphan" -> finalizers.add(ORPHAN);
      default -> {}
    }
    if (finalizers.isEmpty()) {
      metadata.remove("finalizers");
    } else {
      ArrayNode listed = metadata.putArray("finalizers");
      finalizers.forEach(listed::add);
    }
  }
}
