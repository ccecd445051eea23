package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.List;

/**
 * What a PodDisruptionBudget has to say about one eviction. Source: kubernetes
 * pkg/registry/core/pod/storage/eviction.go (Create, checkAndDecrement) of v1.33.
 *
 * @param json the budget, not changed through this record
 */
record DisruptionBudget(ObjectNode json) {
  private static final int MOST_DISRUPTED_PODS = 2000;
  private static final int PROCESSING_SECONDS = 10;
  private static final String CAUSE = "DisruptionBudget";
  private static final String VIOLATED =
      "Cannot evict pod as it would violate the pod's disruption budget.";

  /** The text of a 403 names the resource in the singular. */
  private static final ResourceType IN_REFUSALS =
      new ResourceType(
          "policy",
          "v1",
          "poddisruptionbudget",
          "poddisruptionbudget",
          "PodDisruptionBudget",
          true,
          List.of());

  String name() {
    return json.path("metadata").path("name").asText();
  }

  /**
   * Whether the pod may go without being counted: it is not ready, and the budget's policy lets
   * such pods go always, or as long as enough others are healthy.
   */
  boolean leavesAlone(Pod pod) {
    if (pod.isReady()) {
      return false;
    }
    long desired = status("desiredHealthy");
    return json.path("spec").path("unhealthyPodEvictionPolicy").asText().equals("AlwaysAllow")
        || (desired > 0 && status("currentHealthy") >= desired);
  }

  /**
   * Whether one more disruption is allowed.
   *
   * @throws Refusal 429 when it is not now; 403 when the status cannot be trusted
   */
  void check() {
    if (status("observedGeneration") < json.path("metadata").path("generation").asLong()) {
      throw stillProcessed(name());
    }
    if (status("disruptionsAllowed") < 0) {
      throw Refusals.forbidden(IN_REFUSALS, name(), "pdb disruptions allowed is negative");
    }
    if (json.path("status").path("disruptedPods").size() > MOST_DISRUPTED_PODS) {
      throw Refusals.forbidden(
          IN_REFUSALS,
          name(),
          "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
    }
    if (status("disruptionsAllowed") == 0) {
      throw Refusals.tooManyRequests(VIOLATED, 0)
          .withCause(
              CAUSE,
              "The disruption budget %s needs %d healthy pods and has %d currently"
                  .formatted(name(), status("desiredHealthy"), status("currentHealthy")),
              "");
    }
  }

  /** 429, to be tried again in a while: the controller has not looked at the budget yet. */
  static Refusal stillProcessed(String name) {
    return Refusals.tooManyRequests(VIOLATED, PROCESSING_SECONDS)
        .withCause(
            CAUSE,
            "The disruption budget %s is still being processed by the server.".formatted(name),
            "");
  }

  private long status(String field) {
    JsonNode value = json.path("status").path(field);
    return value.asLong(0);
  }
}
