package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * The conditions in an object's status. The methods that change something change the given tree.
 *
 * @param object the whole object
 */
public record Conditions(ObjectNode object) {
  /** The entry of a type, as it is in the tree. */
  public Optional<ObjectNode> find(String type) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return Optional.of((ObjectNode) condition);
      }
    }
    return Optional.empty();
  }

  /** "True", "False" or "Unknown"; the last one too when there is no such condition. */
  public String status(String type) {
    return find(type).map(condition -> condition.path("status").asText()).orElse("Unknown");
  }

  public String reason(String type) {
    return find(type).map(condition -> condition.path("reason").asText()).orElse("");
  }

  public boolean isTrue(String type) {
    return status(type).equals("True");
  }

  /**
   * Writes a condition; its lastTransitionTime moves only with its status.
   *
   * @return the entry in the tree, for the times that only some kinds have
   */
  public ObjectNode put(Condition condition, Instant now) {
    ObjectNode entry = find(condition.type()).orElseGet(() -> add(condition.type()));
    boolean turned = !condition.status().equals(entry.path("status").asText());
    entry.put("status", condition.status());
    if (turned || !entry.has("lastTransitionTime")) {
      entry.put("lastTransitionTime", Timestamps.seconds(now));
    }
    putOrRemove(entry, "reason", condition.reason());
    putOrRemove(entry, "message", condition.message());
    return entry;
  }

  public void remove(String type) {
    JsonNode conditions = object.path("status").path("conditions");
    if (conditions instanceof ArrayNode array) {
      array.removeIf(condition -> condition.path("type").asText().equals(type));
    }
  }

  /** When the condition last turned. */
  public Instant since(String type) {
    return find(type)
        .flatMap(condition -> Timestamps.read(condition.path("lastTransitionTime")))
        .orElse(Instant.EPOCH);
  }

  private ObjectNode add(String type) {
    return object
        .withObjectProperty("status")
        .withArrayProperty("conditions")
        .addObject()
        .put("type", type);
  }

  private static void putOrRemove(ObjectNode entry, String field, String value) {
    if (value.isEmpty()) {
      entry.remove(field);
    } else {
      entry.put(field, value);
    }
  }
}
