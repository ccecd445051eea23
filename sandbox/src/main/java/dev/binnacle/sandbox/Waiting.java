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

  /**
   * Runs what must come to its end once it has begun: whoever ends processes is often interrupted
   * because everything ends. An interrupt from before stays set afterwards.
   */
  static void undisturbed(Runnable work) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
