package dev.binnacle.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import dev.binnacle.store.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an entry changed, field by field: the difference of its two JSON texts. Pure. */
final class AuditChanges {

  /** How a value that is no object is named: it has no field. */
  private static final String WHOLE = "value";

  private AuditChanges() {}

  /**
   * One field that was changed.
   *
   * @param field its name; below an object the path, with dots
   * @param before empty when there was none
   * @param after empty when it was removed
   */
  record Change(String field, Optional<String> before, Optional<String> after) {}

  /** The fields that differ, by name. */
  static List<Change> between(Optional<String> before, Optional<String> after) {
    var old = fields(before);
    var fresh = fields(after);
    var names = new TreeSet<>(old.keySet());
    names.addAll(fresh.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(old.get(name), fresh.get(name)))
        .map(name ->
            new Change(
                name, Optional.ofNullable(old.get(name)), Optional.ofNullable(fresh.get(name))))
        .toList();
  }

  private static Map<String, String> fields(Optional<String> json) {
    var fields = new TreeMap<String, String>();
    json.map(text -> Json.read(text, JsonNode.class)).ifPresent(node -> flatten("", node, fields));
    return fields;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> fields) {
    if (node.isObject()) {
      node.properties()
          .forEach(member ->
              flatten(
                  path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                  member.getValue(),
                  fields));
    } else if (!node.isNull()) {
      fields.put(path.isEmpty() ? WHOLE : path, words(node));
    }
  }

  private static String words(JsonNode node) {
    return node instanceof ContainerNode<?> ? Json.write(node) : node.asText();
  }
}
