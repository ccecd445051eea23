package dev.binnacle.client;

import java.time.Duration;

/** Sleeps. */
final class Pause {
  private Pause() {}

  /**
   * Blocks for that time.
   *
   * @throws CallInterruptedException when the thread is interrupted
   */
  static void of(Duration duration) {
    try {
      Thread.sleep(Math.max(0, duration.toMillis()));
    } catch (InterruptedException interrupt) {
      throw CallInterruptedException.in(interrupt);
    }
  }
}
