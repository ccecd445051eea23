package dev.binnacle.client;

import java.time.Duration;

/** A moment, by a clock that nobody sets. */
record Deadline(long nanoTime) {
  private static final Duration FARTHEST = Duration.ofDays(3650);

  static Deadline in(Duration duration) {
    var near = duration.compareTo(FARTHEST) < 0 ? duration : FARTHEST;
    return new Deadline(System.nanoTime() + near.toNanos());
  }

  /** What is left until then; zero when it is over. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  boolean isOver() {
    return left().isZero();
  }

  /** What is left, but not more than that. */
  Duration leftUpTo(Duration most) {
    var left = left();
    return left.compareTo(most) < 0 ? left : most;
  }
}
