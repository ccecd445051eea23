package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Conditions in a status; the time of one changes only when its truth does. */
final class PodConditions {
  private PodConditions() {}

  static void set(
      ObjectNode status, String type, String truth, String reason, String message, Instant now) {
    ArrayNode conditions = status.withArrayProperty("conditions");
    ObjectNode condition = null;
    for (JsonNode each : conditions) {
      if (each.path("type").asText().equals(type)) {
        condition = (ObjectNode) each;
      }
    }
    if (condition == null) {
      condition = conditions.addObject().put("type", type);
    }
    if (!condition.path("status").asText().equals(truth)) {
      condition.put("lastTransitionTime", now.toString());
    }
    condition.put("status", truth).put("reason", reason).put("message", message);
  }
}
