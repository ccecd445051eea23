package dev.binnacle.operations;

/**
 * One step of a procedure.
 *
 * <p>A step is idempotent: it looks at the real state first, does what is missing, waits on the
 * real state and reports. It may be cut off at any instant and run again by another server, at
 * worst while its first runner sleeps: external effects come right after {@link
 * StepContext#beforeEffect}.
 *
 * @param <I> the procedure's intent
 */
public interface Step<I> {

  /** The name of the planned step that this is. */
  String name();

  /**
   * Does it.
   *
   * @return what was seen in the end
   * @throws dev.binnacle.problems.ProblemException when the step gives up; the operation fails and
   *     can be retried from this step
   */
  StepReport run(StepContext<I> context);

  /** A step made of a name and what it does. */
  static <I> Step<I> of(String name, java.util.function.Function<StepContext<I>, StepReport> body) {
    return new Step<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public StepReport run(StepContext<I> context) {
        return body.apply(context);
      }
    };
  }
}
