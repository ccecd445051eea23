package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.ASet;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.Atomic;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.ByKeys;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.Topology.ListKind;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Strategic merge patches: lists whose elements have a key are merged by it, and directives say
 * what else to do. Only the first key counts. The order that $setElementOrder asks for is not kept.
 * Source: kubernetes staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go.
 */
public final class StrategicMergePatch {
  private static final String DIRECTIVE = "$patch";
  private static final String RETAIN = "$retainKeys";
  private static final String ORDER = "$setElementOrder/";
  private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

  private StrategicMergePatch() {}

  /**
   * The object with the patch applied; neither is changed.
   *
   * @throws Refusal 415 for a custom resource, whose lists nobody knows; 400 when it is malformed
   */
  public static ObjectNode apply(ResourceType type, ObjectNode object, ObjectNode patch) {
    if (Topology.of(type) == Topology.UNKNOWN) {
      throw Refusals.unsupportedMediaType(
          "application/strategic-merge-patch+json",
          List.of(
              "application/json-patch+json",
              "application/merge-patch+json",
              "application/apply-patch+yaml"));
    }
    return merge("", object, patch);
  }

  private static ObjectNode merge(String field, ObjectNode target, ObjectNode patch) {
    switch (patch.path(DIRECTIVE).asText("merge")) {
      case "replace" -> {
        ObjectNode replacement = patch.deepCopy();
        replacement.remove(DIRECTIVE);
        return replacement;
      }
      case "delete" -> {
        return Json.object();
      }
      case "merge" -> {
        // What follows.
      }
      default ->
          throw Refusals.badRequest("Unknown patch type found: " + patch.path(DIRECTIVE).asText());
    }
    ObjectNode result = target.deepCopy();
    if (patch.has(RETAIN)) {
      result.retain(patch.path(RETAIN).valueStream().map(JsonNode::asText).toList());
    }
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      String name = change.getKey();
      if (name.startsWith(DELETE_VALUES)) {
        removeValues(result, name.substring(DELETE_VALUES.length()), change.getValue());
      } else if (!name.equals(DIRECTIVE) && !name.equals(RETAIN) && !name.startsWith(ORDER)) {
        apply(field, result, name, change.getValue());
      }
    }
    return result;
  }

  private static void apply(String parent, ObjectNode result, String name, JsonNode change) {
    JsonNode old = result.path(name);
    switch (change) {
      case ObjectNode object -> {
        if (object.path(DIRECTIVE).asText().equals("delete")) {
          result.remove(name);
        } else {
          result.set(
              name, merge(name, old instanceof ObjectNode was ? was : Json.object(), object));
        }
      }
      case ArrayNode array ->
          result.set(
              name,
              mergeList(
                  name,
                  Topology.BUILT_IN.list(parent, name),
                  old instanceof ArrayNode was ? was : Json.array(),
                  array));
      default -> {
        if (change.isNull()) {
          result.remove(name);
        } else {
          result.set(name, change);
        }
      }
    }
  }

  private static ArrayNode mergeList(
      String field, ListKind kind, ArrayNode target, ArrayNode patch) {
    return switch (kind) {
      case Atomic atomic -> withoutDirectives(patch);
      case ASet set -> union(target, patch);
      case ByKeys keys -> mergeByKey(field, keys.keys().getFirst(), target, patch);
    };
  }

  private static ArrayNode withoutDirectives(ArrayNode patch) {
    ArrayNode plain = Json.array();
    for (JsonNode element : patch) {
      if (!element.has(DIRECTIVE)) {
        plain.add(element);
      }
    }
    return plain;
  }

  private static ArrayNode union(ArrayNode target, ArrayNode patch) {
    ArrayNode union = target.deepCopy();
    for (JsonNode value : patch) {
      if (union.valueStream().noneMatch(value::equals)) {
        union.add(value);
      }
    }
    return union;
  }

  private static ArrayNode mergeByKey(String field, String key, ArrayNode target, ArrayNode patch) {
    boolean replaces =
        patch
            .valueStream()
            .anyMatch(
                element -> element.path(DIRECTIVE).asText().equals("replace") && !element.has(key));
    List<JsonNode> result = new ArrayList<>();
    if (!replaces) {
      target.forEach(result::add);
    }
    for (JsonNode element : patch) {
      if (!(element instanceof ObjectNode change) || !change.has(key)) {
        if (element.has(DIRECTIVE)) {
          continue;
        }
        throw Refusals.badRequest(
            "map: %s does not contain declared merge key: %s".formatted(element, key));
      }
      int at = indexOf(result, key, change.path(key));
      boolean deletes = change.path(DIRECTIVE).asText().equals("delete");
      if (at >= 0 && deletes) {
        result.remove(at);
      } else if (at >= 0) {
        result.set(at, merge(field, (ObjectNode) result.get(at), change));
      } else if (!deletes) {
        result.add(merge(field, Json.object(), change));
      }
    }
    return Json.array().addAll(result);
  }

  private static int indexOf(List<JsonNode> list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path(key).asText().equals(value.asText())) {
        return i;
      }
    }
    return -1;
  }

  private static void removeValues(ObjectNode result, String name, JsonNode values) {
    if (result.path(name) instanceof ArrayNode list) {
      ArrayNode rest = Json.array();
      for (JsonNode value : list) {
        if (values.valueStream().noneMatch(value::equals)) {
          rest.add(value);
        }
      }
      result.set(name, rest);
    }
  }
}
