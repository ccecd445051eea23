package dev.binnacle.operations;

/** What an operation's event tells of. */
public enum EventType {
  /** The operation exists. */
  OPERATION_ACCEPTED,
  /** The operation's state changed. */
  OPERATION_STATE_CHANGED,
  /** A guard looked. */
  GUARD_EVALUATED,
  /** A runner took the operation up, at the start or after another one stopped. */
  RUNNER_CHANGED,
  /** A step began. */
  STEP_STARTED,
  /** A step tells how it goes. */
  STEP_PROGRESS,
  /** A step is done. */
  STEP_SUCCEEDED,
  /** A step gave up. */
  STEP_FAILED,
  /** Somebody decided something that does not change the state yet. */
  DECISION_TAKEN
}
