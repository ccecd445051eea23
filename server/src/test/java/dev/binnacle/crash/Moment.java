package dev.binnacle.crash;

/** When, relative to a step, the server dies. */
enum Moment {
  /** The step is about to be marked as running; nothing of that is stored. */
  BEFORE,
  /** The step is marked as running and at work; the platform does not answer it. */
  INSIDE,
  /** The step has done its work, and its report is not stored yet: the most dangerous moment. */
  AFTER
}
