package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.PodSelection;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisruptionTest {
  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(3);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void budgetFollowsItsPods() {
    cluster.apply(Workloads.deployment("web", 3, "web:1"));
    cluster.apply(Workloads.budget("web", "minAvailable: 2"));
    assertBudget(3, 2, 3, 1);

    cluster.faults().inject(new Fault.StuckTermination(PodSelection.labelled("test", "app=web")));
    cluster.faults().inject(new Fault.PodNeverReady(PodSelection.labelled("test", "app=web")));
    cluster.pass(Duration.ofSeconds(1));
    assertBudget(0, 2, 3, 0);
    assertThat(
            cluster
                .conditions(ResourceTypes.POD_DISRUPTION_BUDGETS, "web")
                .reason("DisruptionAllowed"))
        .isEqualTo("InsufficientPods");
  }

  @Test
  void maxUnavailableCountsWhatTheDeploymentWants() {
    cluster.apply(Workloads.deployment("web", 4, "web:1"));
    cluster.apply(Workloads.budget("web", "maxUnavailable: 50%"));
    assertBudget(4, 2, 4, 2);

    // Pods that are missing count as unavailable.
    cluster.changeSpec(ResourceTypes.NODES, "node-1", spec -> spec.put("unschedulable", true));
    cluster.changeSpec(ResourceTypes.NODES, "node-2", spec -> spec.put("unschedulable", true));
    cluster.changeSpec(ResourceTypes.NODES, "node-3", spec -> spec.put("unschedulable", true));
    cluster.delete(cluster.activePods("web").getFirst());
    assertBudget(3, 2, 4, 1);
  }

  @Test
  void acceptedEvictionIsBelievedForTwoMinutes() {
    cluster.apply(Workloads.deployment("web", 3, "web:1"));
    cluster.apply(Workloads.budget("web", "minAvailable: 2"));
    Pod evicted = cluster.activePods("web").getFirst();

    cluster.change(
        cluster.key(ResourceTypes.POD_DISRUPTION_BUDGETS, "web"),
        budget ->
            budget
                .withObjectProperty("status")
                .put("disruptionsAllowed", 0)
                .withObjectProperty("disruptedPods")
                .put(evicted.name(), Timestamps.seconds(cluster.now())));
    assertBudget(2, 2, 3, 0);

    cluster.pass(Duration.ofMinutes(2).plusSeconds(2));
    assertBudget(3, 2, 3, 1);
    assertThat(status().has("disruptedPods")).isFalse();
  }

  @Test
  void laggingControllerHasNotSeenTheBudget() {
    cluster.apply(Workloads.deployment("web", 3, "web:1"));
    cluster.apply(Workloads.budget("web", "minAvailable: 2"));
    int lag = cluster.faults().inject(new Fault.EvictionUnobserved());
    cluster.pass(Duration.ofSeconds(1));
    assertThat(status().path("observedGeneration").asInt()).isZero();

    cluster.faults().repair(lag);
    cluster.pass(Duration.ofSeconds(1));
    assertBudget(3, 2, 3, 1);
  }

  @Test
  void budgetWithoutPodsAllowsNothing() {
    cluster.apply(Workloads.budget("web", "maxUnavailable: 1"));
    assertBudget(0, 0, 0, 0);
    assertThat(cluster.events("web")).containsKey("NoPods");
  }

  private void assertBudget(int current, int desired, int expected, int allowed) {
    assertThat(status().path("currentHealthy").asInt()).as("current").isEqualTo(current);
    assertThat(status().path("desiredHealthy").asInt()).as("desired").isEqualTo(desired);
    assertThat(status().path("expectedPods").asInt()).as("expected").isEqualTo(expected);
    assertThat(status().path("disruptionsAllowed").asInt()).as("allowed").isEqualTo(allowed);
    assertThat(status().path("observedGeneration").asInt()).isEqualTo(1);
  }

  private JsonNode status() {
    return cluster.get(ResourceTypes.POD_DISRUPTION_BUDGETS, "web").path("status");
  }
}
