package dev.binnacle.nodes.drain;

import dev.binnacle.nodes.drain.PodPlan.Outcome;
import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a drain may start, as far as the pods of the node are concerned. Pure. */
final class DrainGuards {

  /** Whether everything that would be lost was acknowledged. */
  static final String PODS_ACKNOWLEDGED = "PODS_ACKNOWLEDGED";

  /** Whether every pod can go some time. */
  static final String BUDGETS_CAN_ALLOW = "BUDGETS_CAN_ALLOW";

  private DrainGuards() {}

  static List<GuardResult> evaluate(List<PodPlan> pods) {
    return List.of(podsAcknowledged(pods), budgetsCanAllow(pods));
  }

  private static GuardResult podsAcknowledged(List<PodPlan> pods) {
    var unsaid = with(pods, Outcome.NEEDS_ACKNOWLEDGEMENT);
    if (unsaid.isEmpty()) {
      return GuardResult.pass(PODS_ACKNOWLEDGED, "Nothing is lost that nobody has said yes to.");
    }
    var fields =
        unsaid.stream()
            .flatMap(pod -> pod.acknowledgements().stream())
            .distinct()
            .sorted()
            .map(DrainGuards::field)
            .collect(Collectors.joining(" and "));
    return GuardResult.forbid(
        PODS_ACKNOWLEDGED,
        "%s would lose something for good; %s says yes to that."
            .formatted(count(unsaid.size()), fields),
        facts(unsaid));
  }

  private static GuardResult budgetsCanAllow(List<PodPlan> pods) {
    var never = with(pods, Outcome.CAN_NEVER_SUCCEED);
    if (!never.isEmpty()) {
      return GuardResult.block(
          BUDGETS_CAN_ALLOW,
          "%s can never go, however long one waits. %s"
              .formatted(count(never.size()), BudgetWords.remedy()),
          facts(never));
    }
    var slow = with(pods, Outcome.BLOCKED_BY_BUDGET);
    return slow.isEmpty()
        ? GuardResult.pass(BUDGETS_CAN_ALLOW, "No budget stands in the way now.")
        : GuardResult.warn(
            BUDGETS_CAN_ALLOW,
            "%s must wait for a budget: the drain takes as long as that does."
                .formatted(count(slow.size())),
            facts(slow));
  }

  private static String field(Acknowledgement acknowledgement) {
    return switch (acknowledgement) {
      case DELETE_EMPTY_DIR_DATA -> "deleteEmptyDirData";
      case DELETE_PODS_WITHOUT_CONTROLLER -> "deletePodsWithoutController";
    };
  }

  private static List<PodPlan> with(List<PodPlan> pods, Outcome outcome) {
    return pods.stream().filter(pod -> pod.outcome() == outcome).toList();
  }

  private static Fact[] facts(List<PodPlan> pods) {
    return pods.stream().map(pod -> Fact.of(pod.words(), pod.reason())).toArray(Fact[]::new);
  }

  private static String count(int pods) {
    return pods == 1 ? "One pod" : pods + " pods";
  }
}
