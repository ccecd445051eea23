package dev.binnacle.platform.kubernetes;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a cluster looked like, and how fresh that is.
 *
 * @param at when the API server was last heard saying so
 * @param live whether it is as fresh as the API server can tell it: from a healthy watch, or just
 *     asked
 * @param stale why it is old; empty exactly when it is live
 */
public record Observed<T>(T value, Instant at, boolean live, Optional<String> stale) {

  /** Something as fresh as can be. */
  public static <T> Observed<T> live(T value, Instant at) {
    return new Observed<>(value, at, true, Optional.empty());
  }

  /** The last that is known. */
  public static <T> Observed<T> old(T value, Instant at, String reason) {
    return new Observed<>(value, at, false, Optional.of(reason));
  }

  /** Something derived from the value, as fresh as the value. */
  public <R> Observed<R> map(Function<? super T, ? extends R> derivation) {
    return new Observed<>(derivation.apply(value), at, live, stale);
  }
}
