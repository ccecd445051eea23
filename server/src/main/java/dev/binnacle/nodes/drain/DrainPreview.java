package dev.binnacle.nodes.drain;

import dev.binnacle.nodes.drain.PodPlan.Outcome;
import dev.binnacle.platform.kubernetes.DisruptionBudget;
import dev.binnacle.platform.kubernetes.EvictionAnswer;
import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.PodReference;
import dev.binnacle.platform.kubernetes.PodState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a drain would do with every pod, from the pods, the budgets, and what the API server says to
 * an eviction as a rehearsal. Pure.
 *
 * <p>A rehearsed eviction takes nothing from its budget: each of three pods may go, though only one
 * at a time. The preview counts for itself who could go first.
 */
final class DrainPreview {

  private static final Comparator<PodState> BY_NAME =
      Comparator.comparing((PodState pod) -> pod.reference().namespace())
          .thenComparing(pod -> pod.reference().name());

  private final List<DisruptionBudget> budgets;
  private final Map<PodReference, EvictionAnswer> answers;
  private final Map<DisruptionBudget, Integer> taken = new HashMap<>();

  private DrainPreview(List<DisruptionBudget> budgets, Map<PodReference, EvictionAnswer> answers) {
    this.budgets = budgets;
    this.answers = answers;
  }

  /** The pods that an eviction has to be rehearsed for. */
  static List<PodReference> toRehearse(
      List<PodState> pods, DrainWish wish, LabelSelector selected) {
    return pods.stream()
        .filter(pod -> Duty.of(pod, wish, selected) instanceof Duty.Evict)
        .map(PodState::reference)
        .toList();
  }

  /** The plan for every pod, by namespace and name. */
  static List<PodPlan> of(
      List<PodState> pods,
      List<DisruptionBudget> budgets,
      Map<PodReference, EvictionAnswer> answers,
      DrainWish wish,
      LabelSelector selected) {
    var preview = new DrainPreview(budgets, answers);
    var plans = new ArrayList<PodPlan>();
    pods.stream()
        .sorted(BY_NAME)
        .forEach(pod -> preview.plan(pod, Duty.of(pod, wish, selected)).ifPresent(plans::add));
    return plans;
  }

  private Optional<PodPlan> plan(PodState pod, Duty duty) {
    var own = budgets.stream().filter(budget -> budget.selects(pod)).toList();
    return switch (duty) {
      case Duty.Skip(var kind, var reason) ->
          Optional.of(PodPlan.of(pod, own, Outcome.valueOf("SKIP_" + kind), reason, List.of()));
      case Duty.Await() ->
          Optional.of(
              PodPlan.of(
                  pod,
                  own,
                  Outcome.ALREADY_TERMINATING,
                  "Its deletion has begun already.",
                  List.of()));
      case Duty.Acknowledge(var missing, var reason) ->
          Optional.of(PodPlan.of(pod, own, Outcome.NEEDS_ACKNOWLEDGEMENT, reason, missing));
      case Duty.Evict() ->
          verdict(pod, own)
              .map(verdict -> PodPlan.of(pod, own, verdict.outcome(), verdict.reason(), List.of()));
    };
  }

  private record Verdict(Outcome outcome, String reason) {}

  /** Empty for a pod that went away while it was asked about. */
  private Optional<Verdict> verdict(PodState pod, List<DisruptionBudget> own) {
    return Optional.ofNullable(answers.get(pod.reference()))
        .flatMap(answer ->
            switch (answer) {
              case EvictionAnswer.Gone() -> Optional.empty();
              case EvictionAnswer.Replaced(var said) -> Optional.empty();
              case EvictionAnswer.Accepted() -> Optional.of(inTurn(pod, own));
              case EvictionAnswer.NamespaceTerminating(var said) ->
                  Optional.of(
                      new Verdict(Outcome.ALREADY_TERMINATING, "It goes with its namespace."));
              case EvictionAnswer.Throttled(var said, var after) ->
                  Optional.of(
                      new Verdict(
                          Outcome.EVICT, "The API server was too busy to say more: " + said));
              default -> Optional.of(held(answer, own));
            });
  }

  private static Verdict held(EvictionAnswer answer, List<DisruptionBudget> own) {
    var hold = Hold.of(answer, own);
    return new Verdict(
        hold.hopeless() ? Outcome.CAN_NEVER_SUCCEED : Outcome.BLOCKED_BY_BUDGET, hold.words());
  }

  private Verdict inTurn(PodState pod, List<DisruptionBudget> own) {
    if (pod.isFinished()) {
      return new Verdict(Outcome.EVICT, "It has ended already; only its object is removed.");
    }
    if (own.isEmpty() || !pod.ready()) {
      return new Verdict(Outcome.EVICT, "No disruption budget stands in the way.");
    }
    var budget = own.getFirst();
    int before = taken.merge(budget, 1, Integer::sum) - 1;
    if (before >= budget.disruptionsAllowed()) {
      return new Verdict(
          Outcome.BLOCKED_BY_BUDGET,
          "The budget %s lets %d go at a time, and others of this node go first."
              .formatted(budget, budget.disruptionsAllowed()));
    }
    return new Verdict(
        Outcome.EVICT,
        "The budget %s lets it go: %d of %d healthy pods are needed."
            .formatted(budget, budget.desiredHealthy(), budget.currentHealthy()));
  }
}
