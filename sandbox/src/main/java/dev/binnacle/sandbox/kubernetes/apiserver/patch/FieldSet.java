package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A set of paths into an object, in the form that managedFields have: "f:" before fields, "k:"
 * before the keys of list elements, "v:" before the values of sets. Source: structured-merge-diff
 * fieldpath/serialize.go. Not thread-safe.
 */
final class FieldSet {
  private static final String SELF = ".";

  private final Map<String, FieldSet> below = new TreeMap<>();
  private boolean member;

  /** A set with nothing in it. */
  static FieldSet empty() {
    return new FieldSet();
  }

  /** A set with the path itself and nothing below. */
  static FieldSet self() {
    FieldSet set = new FieldSet();
    set.member = true;
    return set;
  }

  static FieldSet ofJson(JsonNode fields) {
    FieldSet set = new FieldSet();
    for (Map.Entry<String, JsonNode> entry : fields.properties()) {
      if (entry.getKey().equals(SELF)) {
        set.member = true;
      } else {
        FieldSet child = ofJson(entry.getValue());
        child.member |= entry.getValue().isEmpty();
        set.below.put(entry.getKey(), child);
      }
    }
    return set;
  }

  ObjectNode toJson() {
    ObjectNode fields = Json.object();
    if (member && !below.isEmpty()) {
      fields.putObject(SELF);
    }
    below.forEach((element, child) -> fields.set(element, child.toJson()));
    return fields;
  }

  /** Puts a set below an element; an empty one is left out. */
  FieldSet put(String element, FieldSet child) {
    if (!child.isEmpty()) {
      below.put(element, child);
    }
    return this;
  }

  FieldSet withSelf() {
    member = true;
    return this;
  }

  boolean isMember() {
    return member;
  }

  boolean isEmpty() {
    return !member && below.isEmpty();
  }

  Map<String, FieldSet> below() {
    return below;
  }

  Optional<FieldSet> below(String element) {
    return Optional.ofNullable(below.get(element));
  }

  /** What is in this or in the other. */
  FieldSet union(FieldSet other) {
    FieldSet union = copy();
    union.member |= other.member;
    other.below.forEach((element, child) -> union.below.merge(element, child, FieldSet::union));
    return union;
  }

  /** What is in this but not in the other. */
  FieldSet minus(FieldSet other) {
    FieldSet rest = new FieldSet();
    rest.member = member && !other.member;
    below.forEach((element, child) ->
        rest.put(element, other.below(element).map(child::minus).orElseGet(child::copy)));
    return rest;
  }

  /** What is in both. */
  FieldSet intersection(FieldSet other) {
    FieldSet common = new FieldSet();
    common.member = member && other.member;
    below.forEach((element, child) ->
        other.below(element).ifPresent(also -> common.put(element, child.intersection(also))));
    return common;
  }

  /** The paths as people read them: {@code .spec.template.spec.containers[name="web"].image}. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    collect("", paths);
    return paths;
  }

  private void collect(String path, List<String> paths) {
    if (member) {
      paths.add(path);
    }
    below.forEach((element, child) -> child.collect(path + readable(element), paths));
  }

  private static String readable(String element) {
    String text = element.substring(2);
    return switch (element.charAt(0)) {
      case 'f' -> "." + text;
      case 'v' -> "[=" + text + "]";
      case 'k' -> "[" + keys(text) + "]";
      default -> "[" + text + "]";
    };
  }

  private static String keys(String json) {
    try {
      List<String> pairs = new ArrayList<>();
      for (var entry : Json.read(json.getBytes(StandardCharsets.UTF_8)).properties()) {
        pairs.add(
            entry.getKey()
                + "="
                + new String(Json.bytes(entry.getValue()), StandardCharsets.UTF_8));
      }
      return String.join(",", pairs);
    } catch (JsonProcessingException malformed) {
      return json;
    }
  }

  private FieldSet copy() {
    FieldSet copy = new FieldSet();
    copy.member = member;
    below.forEach((element, child) -> copy.below.put(element, child.copy()));
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSet set && member == set.member && below.equals(set.below);
  }

  @Override
  public int hashCode() {
    return below.hashCode() * 2 + (member ? 1 : 0);
  }
}
