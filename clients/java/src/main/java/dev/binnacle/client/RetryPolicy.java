package dev.binnacle.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How often, and how patiently, a call is repeated that failed in a way that may pass.
 *
 * <p>Repeated are calls that never arrived, those that were answered 429, and, if they change
 * nothing or carry an idempotency key, those that were answered 502, 503 or 504 or got no whole
 * answer. The pause is what {@code Retry-After} says, else it doubles each time; a part of it is
 * random, so that many clients do not come back at once.
 *
 * @param attempts how often a request is sent at most; 1 for never again
 * @param firstPause the pause before the second attempt
 * @param longestPause where doubling ends
 * @param patience no attempt begins later than this after the first one; a {@code Retry-After}
 *     beyond it ends the call at once
 */
public record RetryPolicy(
    int attempts, Duration firstPause, Duration longestPause, Duration patience) {

  private static final RetryPolicy USUAL =
      new RetryPolicy(5, Duration.ofMillis(250), Duration.ofSeconds(8), Duration.ofMinutes(1));
  private static final RetryPolicy NEVER =
      new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** Refuses what makes no sense. */
  public RetryPolicy {
    if (attempts < 1 || firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
      throw new SettingsException(
          "A retry policy needs at least one attempt, and pauses that are not negative and do not"
              + " shrink.");
    }
  }

  /** Five attempts within a minute. */
  public static RetryPolicy usual() {
    return USUAL;
  }

  /** Every failure is told at once. */
  public static RetryPolicy never() {
    return NEVER;
  }

  /** Calls until there is an answer, or a failure that is not worth another call. */
  <T> T run(Supplier<T> call, Predicate<BinnacleException> isWorthRepeating) {
    var begin = System.nanoTime();
    for (var attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (BinnacleException failure) {
        var pause = RetryAfter.of(failure).orElse(Duration.ZERO).plus(pauseAfter(attempt));
        var spent = Duration.ofNanos(System.nanoTime() - begin);
        if (attempt >= attempts
            || spent.plus(pause).compareTo(patience) > 0
            || !isWorthRepeating.test(failure)) {
          throw failure;
        }
        Pause.of(pause);
      }
    }
  }

  /** The pause after that many attempts, random between its half and its whole. */
  Duration pauseAfter(int attempt) {
    var doubled = firstPause.multipliedBy(1L << Math.min(attempt - 1, 16));
    var whole = (doubled.compareTo(longestPause) < 0 ? doubled : longestPause).toMillis();
    return Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }
}
