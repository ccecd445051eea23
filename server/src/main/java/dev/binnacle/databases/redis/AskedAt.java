package dev.binnacle.databases.redis;

import java.time.Duration;

/** When a node was asked the last time in this run of a step, which may be never. */
final class AskedAt {

  private long asked;
  private boolean ever;

  /** Notes that it was asked just now. */
  void now() {
    asked = System.nanoTime();
    ever = true;
  }

  /** Whether it was asked at least that long ago, or never. */
  boolean before(Duration time) {
    return !ever || System.nanoTime() - asked >= time.toNanos();
  }

  /** Whether it was asked at all. */
  boolean ever() {
    return ever;
  }
}
