package dev.binnacle.operations;

/** Ends a runner without ending its operation. Steps let it pass. */
public final class RunnerStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why the runner stopped. */
  public enum Cause {
    /** Another server runs the operation now: nothing may be written any more. */
    FENCED_OFF,
    /** This server shuts down: another one continues. */
    SHUTTING_DOWN
  }

  private final Cause reason;

  /** A stop for the given cause. */
  public RunnerStopped(Cause reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** Why the runner stopped. */
  public Cause reason() {
    return reason;
  }
}
