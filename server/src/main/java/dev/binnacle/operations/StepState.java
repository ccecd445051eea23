package dev.binnacle.operations;

/** Where a step stands. */
public enum StepState {
  /** Not begun. */
  PENDING,
  /** Begun; perhaps by a runner that has died since. */
  RUNNING,
  /** Its effect was seen in the real state. */
  SUCCEEDED,
  /** It gave up, and says why. */
  FAILED,
  /** The operation was cancelled before it. */
  CANCELLED
}
