package dev.binnacle.nodes.drain;

import dev.binnacle.platform.kubernetes.DisruptionBudget;
import dev.binnacle.platform.kubernetes.EvictionAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a pod from going.
 *
 * @param hopeless whether only a change by somebody would help, and waiting does not
 * @param retryAfter when to ask again, if the API server gave advice
 */
record Hold(String words, boolean hopeless, Optional<Duration> retryAfter) {

  /**
   * The hold that an answer means.
   *
   * @param budgets those that protect the pod, as they are known here
   */
  static Hold of(EvictionAnswer answer, List<DisruptionBudget> budgets) {
    return switch (answer) {
      case EvictionAnswer.BlockedByBudget(var said, var budget, var after) ->
          new Hold(
              BudgetWords.held(budgets, said),
              budgets.stream().anyMatch(DisruptionBudget::neverAllows),
              after);
      case EvictionAnswer.SeveralBudgets(var said) ->
          new Hold(BudgetWords.held(budgets.size() > 1 ? budgets : List.of(), said), true, none());
      case EvictionAnswer.Throttled(var said, var after) ->
          new Hold("The API server has too much to do: " + said, false, after);
      case EvictionAnswer.Refused(var status, var said) ->
          new Hold("The API server refuses with %d: %s".formatted(status, said), true, none());
      case EvictionAnswer.Forbidden(var said, var verb, var resource) ->
          new Hold("Binnacle may not %s %s: %s".formatted(verb, resource, said), true, none());
      default -> throw new IllegalArgumentException("nothing holds it: " + answer);
    };
  }

  /** A pod that turned up later and would need a yes that was not given. */
  static Hold of(Duty.Acknowledge duty) {
    return new Hold(
        "It came while the node was drained, and nobody acknowledged: " + duty.reason(),
        true,
        none());
  }

  private static Optional<Duration> none() {
    return Optional.empty();
  }
}
