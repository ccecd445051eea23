package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Takes disruptions out of budgets, so that two evictions at once never take the same. The
 * disruption controller puts them back when the pod is gone and another is ready.
 */
record DisruptionBudgets(ObjectStore store, InstantSource time) {
  /**
   * Takes one disruption for a pod; a dry run only looks.
   *
   * @throws Refusal when the budget does not allow it
   */
  void take(Key budget, String pod, boolean dryRun) {
    if (dryRun) {
      store.get(budget).map(DisruptionBudget::new).orElseThrow(() -> gone(budget)).check();
    } else {
      store.update(budget, current -> taken(current, pod)).orElseThrow(() -> gone(budget));
    }
  }

  private ObjectNode taken(ObjectNode budget, String pod) {
    new DisruptionBudget(budget).check();
    Instant now = time.instant().truncatedTo(ChronoUnit.SECONDS);
    ObjectNode status = budget.withObjectProperty("status");
    long left = status.path("disruptionsAllowed").asLong() - 1;
    status.put("disruptionsAllowed", left);
    status.withObjectProperty("disruptedPods").put(pod, now.toString());
    if (left == 0) {
      PodConditions.set(status, "DisruptionAllowed", "False", "InsufficientPods", "", now);
    }
    return budget;
  }

  private static Refusal gone(Key budget) {
    return Refusals.notFound(budget.type(), budget.name());
  }
}
