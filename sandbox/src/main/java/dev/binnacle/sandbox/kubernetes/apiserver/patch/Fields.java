package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.ASet;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.Atomic;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.ByKeys;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.ListKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paths that objects have. Left out are those that nobody manages. Source: kubernetes
 * staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/stripmeta.go.
 */
record Fields(Topology topology) {
  private static final List<String> UNMANAGED = List.of("apiVersion", "kind");
  private static final List<String> UNMANAGED_METADATA =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "resourceVersion",
          "generation",
          "managedFields",
          "selfLink",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generateName");

  /** The paths of an object that somebody can own. */
  FieldSet of(ObjectNode object) {
    return owned("", "", managed(object));
  }

  /** Every path that an object has, also those of what only holds others. */
  FieldSet existing(ObjectNode object) {
    return everything("", "", managed(object));
  }

  /** The paths of what is new or different in an object. */
  FieldSet changed(ObjectNode before, ObjectNode after) {
    return difference("", "", managed(before), managed(after));
  }

  private static ObjectNode managed(ObjectNode object) {
    ObjectNode managed = object.deepCopy();
    managed.remove(UNMANAGED);
    if (managed.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(UNMANAGED_METADATA);
      if (metadata.isEmpty()) {
        managed.remove("metadata");
      }
    }
    return managed;
  }

  private FieldSet owned(String parent, String field, JsonNode value) {
    if (value instanceof ObjectNode object && !object.isEmpty() && isGranular(field)) {
      FieldSet set = topology.isMap(field) ? FieldSet.self() : FieldSet.empty();
      for (Map.Entry<String, JsonNode> entry : present(object)) {
        set.put("f:" + entry.getKey(), owned(field, entry.getKey(), entry.getValue()));
      }
      return set;
    }
    if (value.isArray() && !value.isEmpty()) {
      ListKind kind = topology.list(parent, field);
      if (!(kind instanceof Atomic)) {
        FieldSet set = FieldSet.empty();
        for (JsonNode element : value) {
          FieldSet inner = kind instanceof ByKeys ? owned(field, field, element) : FieldSet.empty();
          set.put(Topology.element(kind, element), inner.withSelf());
        }
        return set;
      }
    }
    return FieldSet.self();
  }

  private FieldSet everything(String parent, String field, JsonNode value) {
    FieldSet set = FieldSet.self();
    if (value instanceof ObjectNode object && isGranular(field)) {
      for (Map.Entry<String, JsonNode> entry : present(object)) {
        set.put("f:" + entry.getKey(), everything(field, entry.getKey(), entry.getValue()));
      }
    } else if (value.isArray()) {
      ListKind kind = topology.list(parent, field);
      if (!(kind instanceof Atomic)) {
        for (JsonNode element : value) {
          set.put(
              Topology.element(kind, element),
              kind instanceof ByKeys ? everything(field, field, element) : FieldSet.self());
        }
      }
    }
    return set;
  }

  private FieldSet difference(String parent, String field, JsonNode before, JsonNode after) {
    if (JsonEquality.same(before, after)) {
      return FieldSet.empty();
    }
    if (before instanceof ObjectNode old
        && after instanceof ObjectNode object
        && !object.isEmpty()
        && isGranular(field)) {
      FieldSet set = FieldSet.empty();
      for (Map.Entry<String, JsonNode> entry : present(object)) {
        JsonNode was = old.path(entry.getKey());
        set.put(
            "f:" + entry.getKey(),
            was.isMissingNode() || was.isNull()
                ? owned(field, entry.getKey(), entry.getValue())
                : difference(field, entry.getKey(), was, entry.getValue()));
      }
      return set;
    }
    ListKind kind = topology.list(parent, field);
    if (before.isArray() && after.isArray() && !after.isEmpty() && !(kind instanceof Atomic)) {
      return listDifference(field, kind, before, after);
    }
    return owned(parent, field, after);
  }

  private FieldSet listDifference(String field, ListKind kind, JsonNode before, JsonNode after) {
    FieldSet set = FieldSet.empty();
    for (JsonNode element : after) {
      Optional<JsonNode> was = find(kind, before, element);
      FieldSet inner =
          switch (kind) {
            case ByKeys byKeys ->
                was.map(old -> difference(field, field, old, element))
                    .orElseGet(() -> owned(field, field, element).withSelf());
            case ASet aSet -> was.isPresent() ? FieldSet.empty() : FieldSet.self();
            case Atomic atomic -> FieldSet.empty();
          };
      set.put(Topology.element(kind, element), inner);
    }
    return set;
  }

  /** The element of a list that is the same one as another. */
  static Optional<JsonNode> find(ListKind kind, JsonNode list, JsonNode element) {
    String wanted = Topology.element(kind, element);
    return list.valueStream()
        .filter(each -> Topology.element(kind, each).equals(wanted))
        .findFirst();
  }

  /** A field that is null is not there. */
  private static List<Map.Entry<String, JsonNode>> present(ObjectNode object) {
    return object.properties().stream().filter(entry -> !entry.getValue().isNull()).toList();
  }

  private boolean isGranular(String field) {
    return !topology.isAtomicObject(field);
  }
}
