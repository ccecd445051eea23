package dev.binnacle.client;

/**
 * The calling thread was interrupted, and the call given up. The interrupt flag of the thread is
 * set. What the server has begun goes on.
 */
public final class CallInterruptedException extends BinnacleException {
  private static final long serialVersionUID = 1L;

  CallInterruptedException(InterruptedException cause) {
    super("The call was interrupted. What the server has begun goes on.", cause);
  }

  /** Sets the flag that was cleared, and says what happened. */
  static CallInterruptedException in(InterruptedException interrupt) {
    Thread.currentThread().interrupt();
    return new CallInterruptedException(interrupt);
  }
}
