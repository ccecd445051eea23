package dev.binnacle.operations;

/** The operation's time limit passed while a step waited. */
final class TimeLimitPassed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TimeLimitPassed(String waitingFor) {
    super(waitingFor, null, false, false);
  }
}
