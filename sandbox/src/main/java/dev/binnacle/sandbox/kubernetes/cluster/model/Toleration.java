package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * A toleration of a pod.
 *
 * @param limit how long a NoExecute taint is tolerated; forever when empty
 */
public record Toleration(
    String key, String operator, String value, String effect, Optional<Duration> limit) {

  static Toleration read(JsonNode json) {
    return new Toleration(
        json.path("key").asText(""),
        json.path("operator").asText("Equal"),
        json.path("value").asText(""),
        json.path("effect").asText(""),
        json.hasNonNull("tolerationSeconds")
            ? Optional.of(Duration.ofSeconds(json.path("tolerationSeconds").asLong()))
            : Optional.empty());
  }

  /** Source: kubernetes staging/src/k8s.io/api/core/v1/toleration.go, ToleratesTaint. */
  public boolean tolerates(Taint taint) {
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return operator.equals("Exists") || value.equals(taint.value());
  }
}
