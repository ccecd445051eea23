package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.IntOrPercent;

/**
 * How far a rolling update may go at once. Source: kubernetes
 * pkg/controller/deployment/util/deployment_util.go.
 *
 * @param replicas what the Deployment wants
 * @param surge how many more there may be for a while
 * @param unavailable how many may be missing
 */
record RolloutArithmetic(int replicas, int surge, int unavailable) {
  private static final String DEFAULT_SHARE = "25%";

  static RolloutArithmetic of(ObjectNode deployment) {
    JsonNode spec = deployment.path("spec");
    int replicas = spec.path("replicas").asInt(1);
    if (spec.path("strategy").path("type").asText().equals("Recreate")) {
      return new RolloutArithmetic(replicas, 0, replicas);
    }
    JsonNode rolling = spec.path("strategy").path("rollingUpdate");
    int surge = IntOrPercent.roundedUp(orDefault(deployment, rolling.path("maxSurge")), replicas);
    int unavailable =
        IntOrPercent.roundedDown(orDefault(deployment, rolling.path("maxUnavailable")), replicas);
    // Both zero would never move (ResolveFenceposts).
    return new RolloutArithmetic(
        replicas, surge, Math.min(replicas, surge == 0 && unavailable == 0 ? 1 : unavailable));
  }

  private static JsonNode orDefault(ObjectNode deployment, JsonNode field) {
    return field.isMissingNode() || field.isNull() ? deployment.textNode(DEFAULT_SHARE) : field;
  }

  int maximum() {
    return replicas + surge;
  }

  int minimumAvailable() {
    return replicas - unavailable;
  }

  /** How large the new ReplicaSet may be now (NewRSNewReplicas). */
  int newSize(int current, int total) {
    if (current > replicas) {
      return replicas;
    }
    int room = maximum() - total;
    return room <= 0 ? current : current + Math.min(room, replicas - current);
  }
}
