package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** A taint of a node. */
public record Taint(String key, String value, String effect, Optional<Instant> added) {
  public static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  public static final String NOT_READY = "node.kubernetes.io/not-ready";
  public static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
  public static final String NO_SCHEDULE = "NoSchedule";
  public static final String NO_EXECUTE = "NoExecute";

  static Taint read(JsonNode json) {
    return new Taint(
        json.path("key").asText(),
        json.path("value").asText(""),
        json.path("effect").asText(),
        Timestamps.read(json.path("timeAdded")));
  }

  public boolean keepsPodsAway() {
    return effect.equals(NO_SCHEDULE) || effect.equals(NO_EXECUTE);
  }

  public boolean drivesPodsOut() {
    return effect.equals(NO_EXECUTE);
  }

  /** As the scheduler writes it in its messages. */
  @Override
  public String toString() {
    return "{%s: %s}".formatted(key, value);
  }
}
