package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps metadata.managedFields: who set which field last. Sources: structured-merge-diff
 * merge/update.go (Update), kubernetes
 * staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal.
 */
public final class ManagedFields {
  private static final String NAME = "managedFields";

  private ManagedFields() {}

  /**
   * The object as it is to be stored after any write but a server-side apply: with an entry for
   * what the manager changed. An object that did not change keeps its entries and their times.
   *
   * @param before the object before the write; empty for a new one
   * @param manager who writes, such as "kubectl-edit"
   * @param subresource through which it writes; "" for the object itself
   */
  public static ObjectNode afterUpdate(
      ResourceType type,
      Optional<ObjectNode> before,
      ObjectNode after,
      String manager,
      String subresource,
      Instant now) {
    Fields fields = new Fields(Topology.of(type));
    ObjectNode old = before.orElseGet(Json::object);
    FieldSet changed = fields.changed(old, after);
    FieldSet existing = fields.existing(after);
    Manager writer = new Manager(manager, false, type.apiVersion(), subresource);
    Map<Manager, FieldSet> managers = new LinkedHashMap<>();
    known(old, after)
        .forEach((other, set) -> {
          FieldSet kept = set.intersection(existing);
          managers.put(other, other.equals(writer) ? kept.union(changed) : kept.minus(changed));
        });
    managers.putIfAbsent(writer, changed);
    ObjectNode result = after.deepCopy();
    write(old, result, managers, now);
    return result;
  }

  /**
   * The entries that hold before the write. A writer may give entries of its own, and one empty
   * entry forgets them all.
   */
  private static Map<Manager, FieldSet> known(ObjectNode before, ObjectNode after) {
    JsonNode given = after.path("metadata").path(NAME);
    if (given.isEmpty()) {
      return read(before);
    }
    return given.size() == 1 && given.get(0).isEmpty() ? Map.of() : read(after);
  }

  static Map<Manager, FieldSet> read(ObjectNode object) {
    Map<Manager, FieldSet> managers = new LinkedHashMap<>();
    for (JsonNode entry : object.path("metadata").path(NAME)) {
      managers.put(Manager.of(entry), FieldSet.ofJson(entry.path("fieldsV1")));
    }
    return managers;
  }

  /** Writes the entries; one that is as it was keeps its time. */
  static void write(
      ObjectNode before, ObjectNode after, Map<Manager, FieldSet> managers, Instant now) {
    Map<Manager, FieldSet> known = read(before);
    Map<Manager, String> times = new LinkedHashMap<>();
    for (JsonNode entry : before.path("metadata").path(NAME)) {
      times.put(Manager.of(entry), entry.path("time").asText());
    }
    ArrayNode entries = Json.array();
    managers.forEach((manager, set) -> {
      if (!set.isEmpty()) {
        boolean same = set.equals(known.get(manager));
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        entries.add(manager.toJson(same ? times.get(manager) : time, set));
      }
    });
    ObjectNode metadata = after.withObjectProperty("metadata");
    if (entries.isEmpty()) {
      metadata.remove(NAME);
    } else {
      metadata.set(NAME, entries);
    }
  }
}
