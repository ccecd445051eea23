package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.kubernetes.DisruptionBudget.UnhealthyPods;
import dev.binnacle.platform.kubernetes.LabelSelector.Operator;
import dev.binnacle.platform.kubernetes.LabelSelector.Requirement;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the API's disruption budget into ours. Pure. */
final class BudgetShape {

  private BudgetShape() {}

  static DisruptionBudget of(PodDisruptionBudget budget) {
    var metadata = budget.getMetadata();
    var spec = Optional.ofNullable(budget.getSpec()).orElseGet(PodDisruptionBudgetSpec::new);
    var status = Optional.ofNullable(budget.getStatus()).orElseGet(PodDisruptionBudgetStatus::new);
    return new DisruptionBudget(
        metadata.getNamespace(),
        metadata.getName(),
        Optional.ofNullable(spec.getSelector()).map(BudgetShape::selector),
        text(spec.getMinAvailable()),
        text(spec.getMaxUnavailable()),
        Shapes.number(status.getCurrentHealthy()),
        Shapes.number(status.getDesiredHealthy()),
        Shapes.number(status.getExpectedPods()),
        Shapes.number(status.getDisruptionsAllowed()),
        "AlwaysAllow".equals(spec.getUnhealthyPodEvictionPolicy())
            ? UnhealthyPods.ALWAYS_ALLOW
            : UnhealthyPods.IF_HEALTHY_BUDGET,
        observed(metadata.getGeneration(), status.getObservedGeneration()),
        failure(status));
  }

  /** In policy/v1 a selector without requirements takes every pod of the namespace. */
  private static LabelSelector selector(io.fabric8.kubernetes.api.model.LabelSelector selector) {
    return new LabelSelector(
        Stream.concat(
                Shapes.labels(selector.getMatchLabels()).entrySet().stream()
                    .map(label ->
                        new Requirement(label.getKey(), Operator.IN, List.of(label.getValue()))),
                Shapes.list(selector.getMatchExpressions()).stream().map(BudgetShape::requirement))
            .toList());
  }

  private static Requirement requirement(LabelSelectorRequirement expression) {
    var operator =
        switch (expression.getOperator()) {
          case "In" -> Operator.IN;
          case "NotIn" -> Operator.NOT_IN;
          case "Exists" -> Operator.EXISTS;
          default -> Operator.DOES_NOT_EXIST;
        };
    return new Requirement(expression.getKey(), operator, Shapes.list(expression.getValues()));
  }

  private static Optional<String> text(IntOrString value) {
    return Optional.ofNullable(value)
        .map(either ->
            either.getIntVal() == null ? either.getStrVal() : either.getIntVal().toString());
  }

  private static boolean observed(Long generation, Long observedGeneration) {
    return observedGeneration != null
        && observedGeneration >= (generation == null ? 0 : generation);
  }

  /** kubernetes pkg/controller/disruption/disruption.go, failSafe: the reason is SyncFailed. */
  private static Optional<String> failure(PodDisruptionBudgetStatus status) {
    return Shapes.list(status.getConditions()).stream()
        .filter(condition -> "SyncFailed".equals(condition.getReason()))
        .map(condition -> Shapes.text(condition.getMessage()))
        .findFirst();
  }
}
