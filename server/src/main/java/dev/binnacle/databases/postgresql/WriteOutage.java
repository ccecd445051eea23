package dev.binnacle.databases.postgresql;

import java.time.Duration;
import java.time.Instant;

/**
 * What was measured of the time without writes.
 *
 * @param lastBefore the old leader's last known write
 * @param firstAfter the new leader's first known write
 * @param exact whether both were watched without a break; else the outage may have been shorter
 * @param timeline the timeline of the first write
 */
record WriteOutage(Instant lastBefore, Instant firstAfter, boolean exact, long timeline) {

  /** How long nobody took writes, at most. */
  Duration length() {
    var length = Duration.between(lastBefore, firstAfter);
    return length.isNegative() ? Duration.ZERO : length;
  }
}
