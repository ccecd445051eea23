package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.kubernetes.DisruptionBudget.UnhealthyPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;

class DisruptionBudgetTest {

  private static final String CART =
      """
      metadata: {namespace: shop, name: cart, generation: 3}
      spec:
        minAvailable: 2
        selector: {matchLabels: {app: cart}, matchExpressions: [{key: tier, operator: NotIn, values: [test]}]}
      status: {observedGeneration: 3, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, disruptionsAllowed: 1}
      """;

  @Test
  void readsItsFigures() {
    var budget = budget(CART);
    assertThat(budget.toString()).isEqualTo("shop/cart");
    assertThat(budget.minAvailable()).contains("2");
    assertThat(budget.maxUnavailable()).isEmpty();
    assertThat(budget.disruptionsAllowed()).isEqualTo(1);
    assertThat(budget.observed()).isTrue();
    assertThat(budget.unhealthyPods()).isEqualTo(UnhealthyPods.IF_HEALTHY_BUDGET);
    assertThat(budget(CART.replace("minAvailable: 2", "maxUnavailable: 25%")).maxUnavailable())
        .contains("25%");
    assertThat(
            budget(CART.replace("minAvailable: 2", "unhealthyPodEvictionPolicy: AlwaysAllow"))
                .unhealthyPods())
        .isEqualTo(UnhealthyPods.ALWAYS_ALLOW);
  }

  @Test
  void selectsPodsOfItsNamespaceByTheirLabels() {
    var budget = budget(CART);
    assertThat(budget.selects(pod("shop", "{app: cart}"))).isTrue();
    assertThat(budget.selects(pod("shop", "{app: cart, tier: test}"))).isFalse();
    assertThat(budget.selects(pod("shop", "{app: till}"))).isFalse();
    assertThat(budget.selects(pod("other", "{app: cart}"))).isFalse();
  }

  @Test
  void anEmptySelectorTakesAllAndNoneTakesNone() {
    var empty = budget("{metadata: {namespace: shop, name: all}, spec: {selector: {}}}");
    assertThat(empty.selects(pod("shop", "{app: cart}"))).isTrue();
    var none = budget("{metadata: {namespace: shop, name: none}, spec: {}}");
    assertThat(none.selects(pod("shop", "{app: cart}"))).isFalse();
  }

  @Test
  void neverIsNotTheSameAsNotNow() {
    assertThat(budget(CART).neverAllows()).isFalse();
    assertThat(budget(CART.replace("currentHealthy: 3", "currentHealthy: 1")).neverAllows())
        .isFalse();
    assertThat(budget(CART.replace("desiredHealthy: 2", "desiredHealthy: 3")).neverAllows())
        .isTrue();
    assertThat(
            budget(
                    CART.replace("desiredHealthy: 2", "desiredHealthy: 3")
                        .replace("observedGeneration: 3", "observedGeneration: 2"))
                .neverAllows())
        .isFalse();
  }

  @Test
  void figuresThatCannotBeWorkedOutNeverAllow() {
    var budget =
        budget(
            CART.replace(
                "disruptionsAllowed: 1}",
                "disruptionsAllowed: 0, conditions: [{type: DisruptionAllowed, status: 'False',"
                    + " reason: SyncFailed, message: no scale}]}"));
    assertThat(budget.failure()).contains("no scale");
    assertThat(budget.neverAllows()).isTrue();
  }

  private static DisruptionBudget budget(String yaml) {
    return BudgetShape.of(GivenObject.of(yaml, PodDisruptionBudget.class));
  }

  private static PodState pod(String namespace, String labels) {
    return PodShape.of(
        GivenObject.of(
            "{metadata: {namespace: %s, name: a, uid: u, labels: %s}}".formatted(namespace, labels),
            Pod.class));
  }
}
