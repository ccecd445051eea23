package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.postgresql.StatementCounters;
import dev.binnacle.platform.postgresql.StatementKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was counted in which time: everything, or what was added since an earlier look. Pure.
 *
 * @param countedSince when that time began; empty when nobody knows
 * @param sinceUnavailable why an earlier look that was asked for was not subtracted
 */
record StatementDelta(
    Optional<Instant> countedSince,
    Optional<String> sinceUnavailable,
    Map<StatementKey, StatementCounters> counters) {

  StatementDelta {
    counters = Map.copyOf(counters);
  }

  /** Everything since the counters were reset. */
  static StatementDelta whole(StatementSample now) {
    return new StatementDelta(now.resetAt(), Optional.empty(), now.counters());
  }

  /** What was added since an earlier look, if that is comparable. */
  static StatementDelta between(Optional<StatementSample> earlier, StatementSample now) {
    if (earlier.isEmpty()) {
      return incomparable(now, "Nobody has looked before, so there is nothing to subtract.");
    }
    var before = earlier.get();
    if (!before.member().equals(now.member())) {
      return incomparable(
          now, before.member() + " led at the earlier look; every member counts for itself.");
    }
    if (!before.resetAt().equals(now.resetAt())) {
      return incomparable(now, "The counters were reset after the earlier look.");
    }
    var added = new HashMap<StatementKey, StatementCounters>();
    now.counters()
        .forEach((key, counters) ->
            added(Optional.ofNullable(before.counters().get(key)), counters)
                .ifPresent(difference -> added.put(key, difference)));
    return new StatementDelta(Optional.of(before.takenAt()), Optional.empty(), added);
  }

  private static StatementDelta incomparable(StatementSample now, String why) {
    return new StatementDelta(now.resetAt(), Optional.of(why), now.counters());
  }

  /** A statement that was forgotten meanwhile has begun anew: all of it was added since. */
  private static Optional<StatementCounters> added(
      Optional<StatementCounters> before, StatementCounters now) {
    return before
        .filter(counters -> counters.calls() <= now.calls())
        .map(now::minus)
        .or(() -> Optional.of(now))
        .filter(difference -> difference.calls() > 0);
  }
}
