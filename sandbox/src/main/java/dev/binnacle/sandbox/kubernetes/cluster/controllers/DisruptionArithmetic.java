package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.IntOrPercent;

/**
 * What a disruption budget allows. Source: kubernetes pkg/controller/disruption/disruption.go
 * (getExpectedPodCount, updatePdbStatus).
 *
 * @param expectedPods how many pods there should be
 * @param desiredHealthy how many of them must stay healthy
 * @param currentHealthy how many are
 */
record DisruptionArithmetic(int expectedPods, int desiredHealthy, int currentHealthy) {

  /**
   * The numbers for a budget.
   *
   * @param spec its spec
   * @param selected how many pods it selects
   * @param scale how many pods the controllers of these pods want, all together
   * @param healthy how many of the selected pods count as healthy
   */
  static DisruptionArithmetic of(JsonNode spec, int selected, int scale, int healthy) {
    JsonNode maxUnavailable = spec.path("maxUnavailable");
    JsonNode minAvailable = spec.path("minAvailable");
    if (isGiven(maxUnavailable)) {
      int desired = Math.max(0, scale - IntOrPercent.roundedUp(maxUnavailable, scale));
      return new DisruptionArithmetic(scale, desired, healthy);
    }
    if (isGiven(minAvailable)) {
      return IntOrPercent.isPercent(minAvailable)
          ? new DisruptionArithmetic(scale, IntOrPercent.roundedUp(minAvailable, scale), healthy)
          : new DisruptionArithmetic(selected, minAvailable.asInt(), healthy);
    }
    return new DisruptionArithmetic(selected, 0, healthy);
  }

  int disruptionsAllowed() {
    return expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  }

  private static boolean isGiven(JsonNode field) {
    return field.isNumber() || field.isTextual();
  }
}
