package dev.binnacle.sandbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a state of the real world. */
final class Waiting {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private Waiting() {}

  /**
   * Polls until the condition holds.
   *
   * @return whether it held before the deadline; an interrupt ends the wait with false and stays
   *     set
   */
  static boolean until(Duration deadline, BooleanSupplier condition) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= end) {
        return false;
      }
      try {
        Thread.sleep(INTERVAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
