package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.Atomic;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.ByKeys;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.ListKind;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Server-side apply: the caller says which fields it wants how and owns them from then on; what it
 * wanted before and does not name any more goes, if nobody else owns it. Source:
 * structured-merge-diff merge/update.go (Apply, prune).
 */
public final class ServerSideApply {
  private final Topology topology;

  private ServerSideApply(Topology topology) {
    this.topology = topology;
  }

  /**
   * The object as it is to be stored, managedFields included.
   *
   * @param live the object as it is; empty when there is none
   * @param applied what the caller wants
   * @param manager who the caller is
   * @param force take fields over from others
   * @throws Refusal 409 when others own fields that would change
   */
  public static ObjectNode apply(
      ResourceType type,
      Optional<ObjectNode> live,
      ObjectNode applied,
      String manager,
      boolean force,
      Instant now) {
    return new ServerSideApply(Topology.of(type))
        .apply(
            live.orElseGet(Json::object),
            applied,
            new Manager(manager, true, type.apiVersion(), ""),
            force,
            now);
  }

  private ObjectNode apply(
      ObjectNode live, ObjectNode applied, Manager manager, boolean force, Instant now) {
    Fields fields = new Fields(topology);
    Map<Manager, FieldSet> managers = new LinkedHashMap<>(ManagedFields.read(live));
    FieldSet wanted = fields.of(applied);
    FieldSet before = managers.getOrDefault(manager, FieldSet.empty());
    ObjectNode merged = (ObjectNode) merge("", "", live, applied);

    Map<Manager, FieldSet> conflicts = conflicts(managers, manager, fields.changed(live, merged));
    if (!conflicts.isEmpty() && !force) {
      throw refusal(conflicts);
    }
    conflicts.forEach((other, set) -> managers.put(other, managers.get(other).minus(set)));
    managers.put(manager, wanted);

    prune("", "", merged, before.minus(wanted), ownedByOthers(managers, manager));
    FieldSet existing = fields.existing(merged);
    managers.replaceAll((other, set) -> set.intersection(existing));
    ManagedFields.write(live, merged, managers, now);
    return merged;
  }

  private static FieldSet ownedByOthers(Map<Manager, FieldSet> managers, Manager manager) {
    FieldSet owned = FieldSet.empty();
    for (Map.Entry<Manager, FieldSet> entry : managers.entrySet()) {
      if (!entry.getKey().equals(manager)) {
        owned = owned.union(entry.getValue());
      }
    }
    return owned;
  }

  private static Map<Manager, FieldSet> conflicts(
      Map<Manager, FieldSet> managers, Manager manager, FieldSet changed) {
    Map<Manager, FieldSet> conflicts = new LinkedHashMap<>();
    managers.forEach((other, set) -> {
      FieldSet both = set.intersection(changed);
      if (!other.equals(manager) && !both.isEmpty()) {
        conflicts.put(other, both);
      }
    });
    return conflicts;
  }

  /**
   * The texts are those of kubernetes
   * staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/conflict.go.
   */
  private static Refusal refusal(Map<Manager, FieldSet> conflicts) {
    Map<String, List<String>> paths = new TreeMap<>();
    conflicts.forEach((manager, set) -> paths.put(manager.inWords(), set.paths()));
    Refusal refusal = Refusals.applyConflict(message(paths));
    paths.forEach((manager, of) ->
        of.forEach(
            path -> refusal.withCause("FieldManagerConflict", "conflict with " + manager, path)));
    return refusal;
  }

  private static String message(Map<String, List<String>> paths) {
    int count = paths.values().stream().mapToInt(List::size).sum();
    if (count == 1) {
      var only = paths.entrySet().iterator().next();
      return "Apply failed with 1 conflict: conflict with %s: %s"
          .formatted(only.getKey(), only.getValue().getFirst());
    }
    List<String> lines = new ArrayList<>();
    paths.forEach((manager, of) -> {
      lines.add("conflicts with " + manager + ":");
      of.forEach(path -> lines.add("- " + path));
    });
    return "Apply failed with %d conflicts: %s".formatted(count, String.join("\n", lines));
  }

  private JsonNode merge(String parent, String field, JsonNode live, JsonNode wanted) {
    if (live instanceof ObjectNode old
        && wanted instanceof ObjectNode object
        && !topology.isAtomicObject(field)) {
      ObjectNode merged = old.deepCopy();
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        JsonNode was = old.path(entry.getKey());
        if (!entry.getValue().isNull()) {
          merged.set(
              entry.getKey(),
              was.isMissingNode()
                  ? entry.getValue()
                  : merge(field, entry.getKey(), was, entry.getValue()));
        }
      }
      return merged;
    }
    if (live.isArray() && wanted.isArray()) {
      ListKind kind = topology.list(parent, field);
      if (!(kind instanceof Atomic)) {
        return mergeList(field, kind, live, wanted);
      }
    }
    return wanted;
  }

  /** What is wanted in its order, then what else there is. */
  private ArrayNode mergeList(String field, ListKind kind, JsonNode live, JsonNode wanted) {
    ArrayNode merged = Json.array();
    for (JsonNode element : live) {
      merged.add(
          Fields.find(kind, wanted, element)
              .map(other -> kind instanceof ByKeys ? merge(field, field, element, other) : element)
              .orElse(element));
    }
    for (JsonNode element : wanted) {
      if (Fields.find(kind, live, element).isEmpty()) {
        merged.add(element);
      }
    }
    return merged;
  }

  private void prune(
      String parent, String field, JsonNode tree, FieldSet removed, FieldSet others) {
    removed
        .below()
        .forEach((element, child) -> {
          FieldSet alsoOwned = others.below(element).orElseGet(FieldSet::empty);
          if (tree instanceof ObjectNode object && element.startsWith("f:")) {
            pruneField(field, object, element.substring(2), child, alsoOwned);
          } else if (tree instanceof ArrayNode list) {
            pruneElement(parent, field, list, element, child, alsoOwned);
          }
        });
  }

  private void pruneField(
      String parent, ObjectNode object, String name, FieldSet removed, FieldSet others) {
    JsonNode value = object.path(name);
    if (removed.isMember() && removed.below().isEmpty() && others.isEmpty()) {
      object.remove(name);
    } else if (value.isContainerNode()) {
      prune(parent, name, value, removed, others);
      if (value.isEmpty() && others.isEmpty()) {
        object.remove(name);
      }
    }
  }

  private void pruneElement(
      String parent,
      String field,
      ArrayNode list,
      String element,
      FieldSet removed,
      FieldSet others) {
    ListKind kind = topology.list(parent, field);
    if (kind instanceof Atomic) {
      return;
    }
    for (int i = list.size() - 1; i >= 0; i--) {
      if (Topology.element(kind, list.get(i)).equals(element)) {
        if (removed.isMember() && others.isEmpty()) {
          list.remove(i);
        } else {
          prune(field, field, list.get(i), removed, others);
        }
      }
    }
  }
}
