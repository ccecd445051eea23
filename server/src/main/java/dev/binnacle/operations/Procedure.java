package dev.binnacle.operations;

import java.util.List;

/**
 * A procedure of the runbook: reads the world and proposes, then runs its steps. Stateless;
 * implementations are application-scoped beans, called from several threads.
 *
 * @param <R> the request, a record that JSON can carry
 * @param <I> the intent: the request resolved against the world, a record that JSON can carry
 */
public interface Procedure<R, I> {

  /** What it is called, what it excludes, and what it takes. */
  ProcedureProfile<R, I> profile();

  /**
   * Reads the world and says what would be done, changing nothing. Called when the request is made
   * and again when the operation starts to run.
   *
   * @throws dev.binnacle.problems.ProblemException when the request is impossible
   */
  Proposal<I> propose(Target target, R request);

  /** The steps of the plan that {@link #propose} made for this intent, in its order. */
  List<Step<I>> steps(I intent);

  /**
   * Undoes what the plan says a cancel undoes, and nothing else. Idempotent, like a step. Called at
   * the safe point where the operation stops.
   *
   * @return what was restored, in one sentence
   */
  default String restore(StepContext<I> context) {
    return "nothing had to be restored";
  }

  /** What came of it, once every step succeeded: the contract's result for this kind, or empty. */
  Object result(StepContext<I> context);
}
