package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The class of a pod by its requests and limits. Source: kubernetes pkg/apis/core/v1/helper/qos.
 */
enum QualityOfService {
  GUARANTEED("Guaranteed"),
  BURSTABLE("Burstable"),
  BEST_EFFORT("BestEffort");

  private static final List<String> COUNTED = List.of("cpu", "memory");

  private final String title;

  QualityOfService(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  static QualityOfService of(JsonNode podSpec) {
    boolean anything = false;
    boolean guaranteed = true;
    for (JsonNode container : podSpec.path("containers")) {
      JsonNode requests = container.path("resources").path("requests");
      JsonNode limits = container.path("resources").path("limits");
      for (String resource : COUNTED) {
        anything |= requests.has(resource) || limits.has(resource);
        guaranteed &=
            limits.has(resource)
                && (!requests.has(resource)
                    || requests.path(resource).equals(limits.path(resource)));
      }
    }
    if (!anything) {
      return BEST_EFFORT;
    }
    return guaranteed ? GUARANTEED : BURSTABLE;
  }
}
