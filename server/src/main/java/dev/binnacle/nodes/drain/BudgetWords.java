package dev.binnacle.nodes.drain;

import dev.binnacle.platform.kubernetes.DisruptionBudget;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words what disruption budgets demand. */
final class BudgetWords {

  private BudgetWords() {}

  /**
   * Why the budgets of a pod hold it.
   *
   * @param budgets those that protect it, as they are known here; may be behind the API server
   * @param said the API server's own words, for when nothing better is known
   */
  static String held(List<DisruptionBudget> budgets, String said) {
    return switch (budgets.size()) {
      case 0 -> said;
      case 1 -> held(budgets.getFirst());
      default ->
          "Several budgets protect it, which the eviction API does not support: "
              + budgets.stream()
                  .map(DisruptionBudget::toString)
                  .sorted()
                  .collect(Collectors.joining(", "))
              + ".";
    };
  }

  private static String held(DisruptionBudget budget) {
    if (budget.failure().isPresent()) {
      return "The budget %s cannot be worked out: %s".formatted(budget, budget.failure().get());
    }
    var figures =
        "The budget %s needs %d healthy %s and has %d"
            .formatted(
                budget,
                budget.desiredHealthy(),
                budget.desiredHealthy() == 1 ? "pod" : "pods",
                budget.currentHealthy());
    return budget.neverAllows()
        ? "%s of %d: even with every pod healthy it lets none go."
            .formatted(figures, budget.expectedPods())
        : figures + ".";
  }

  /** What could be done about a pod that waiting does not help. */
  static String remedy() {
    return "Add a replica or relax the budget (or leave only one budget on the pod), then try again.";
  }
}
