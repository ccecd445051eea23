package dev.binnacle.operations;

/**
 * Looks, before a disruptive procedure, for a reason not to run it. Implementations live in the
 * capabilities that know the facts and are found through CDI; a guard that belongs to one procedure
 * alone is part of that procedure's {@link Proposal} instead.
 */
public interface Guard {

  /** The guard's stable name in UPPER_SNAKE. */
  String name();

  /**
   * Looks now.
   *
   * @return never null; {@link GuardResult.Outcome#NOT_AVAILABLE} when the facts cannot be had
   */
  GuardResult evaluate(Question question);

  /**
   * What is about to happen.
   *
   * @param kind the procedure
   * @param target what it acts on
   * @param disruptive whether something that works may stop working for a while
   * @param operationId the operation when it has been accepted already, else null
   */
  record Question(String kind, Target target, boolean disruptive, java.util.UUID operationId) {}
}
