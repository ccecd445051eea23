package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.Catalog;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.ManagedFields;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.table.Presentation;
import dev.binnacle.sandbox.kubernetes.apiserver.validation.Validation;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import dev.binnacle.sandbox.kubernetes.store.StoreConflict;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * Creates objects. Sources: kubernetes
 * staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go, .../registry/rest/create.go
 * (BeforeCreate).
 */
public final class Creations {
  /** Letters and digits that make no words. Source: apimachinery pkg/util/rand/rand.go. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final int LONGEST_PREFIX = 58;
  private static final int SUFFIX = 5;

  private final ObjectStore store;
  private final Catalog catalog;
  private final InstantSource time;
  private final Admission admission;
  private final Defaults defaults;
  private final Random random = new Random();

  public Creations(ObjectStore store, Catalog catalog, InstantSource time) {
    this.store = store;
    this.catalog = catalog;
    this.time = time;
    this.admission = new Admission(store);
    this.defaults = new Defaults(store);
  }

  /** POST to a collection. */
  public Answer create(ResourceType type, String namespace, ApiRequest request) {
    ObjectNode object = request.object();
    Incoming.settle(type, namespace, "", object);
    if (!object.path("metadata").path("resourceVersion").asText().isEmpty()) {
      throw Refusals.badRequest("resourceVersion should not be set on objects to be created");
    }
    object.withObjectProperty("metadata").remove("managedFields");
    ObjectNode prepared = prepare(type, object);
    ObjectNode managed =
        ManagedFields.afterUpdate(
            type, Optional.empty(), prepared, Manager.of(request), "", time.instant());
    return Answer.created(
        Presentation.of(type, request).one(store(type, managed, request.isDryRun())));
  }

  /** What server-side apply makes of nothing. */
  ObjectNode createApplied(ResourceType type, ObjectNode applied, boolean dryRun) {
    return store(type, prepare(type, applied), dryRun);
  }

  private ObjectNode prepare(ResourceType type, ObjectNode object) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata.remove(Incoming.OF_THE_SERVER);
    setName(metadata);
    if (catalog.subresources(type).contains("status") && !type.equals(ResourceTypes.NODES)) {
      object.remove("status");
    }
    admission.admit(type, object);
    metadata.put("uid", UUID.randomUUID().toString());
    defaults.ofNew(type, object);
    List<FieldError> errors = Validation.ofNew(type, object);
    if (!errors.isEmpty()) {
      throw Refusals.invalid(type.kind(), type.group(), metadata.path("name").asText(), errors);
    }
    return object;
  }

  private ObjectNode store(ResourceType type, ObjectNode object, boolean dryRun) {
    Key key = Key.of(type, object);
    try {
      if (!dryRun) {
        return store.create(type, object);
      }
    } catch (StoreConflict taken) {
      throw taken(key, object);
    }
    if (store.peek(key).isPresent()) {
      throw taken(key, object);
    }
    object
        .withObjectProperty("metadata")
        .put("creationTimestamp", time.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return object;
  }

  private static Refusal taken(Key key, ObjectNode object) {
    Refusal refusal = Refusals.alreadyExists(key.type(), key.name());
    if (object.path("metadata").hasNonNull("generateName")) {
      refusal.status().withObjectProperty("details").put("retryAfterSeconds", 1);
    }
    return refusal;
  }

  private void setName(ObjectNode metadata) {
    String prefix = metadata.path("generateName").asText();
    if (metadata.path("name").asText().isEmpty() && !prefix.isEmpty()) {
      StringBuilder name =
          new StringBuilder(prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)));
      random
          .ints(SUFFIX, 0, ALPHABET.length())
          .forEach(letter -> name.append(ALPHABET.charAt(letter)));
      metadata.put("name", name.toString());
    }
  }
}
