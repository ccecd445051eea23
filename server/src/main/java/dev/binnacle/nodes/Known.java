package dev.binnacle.nodes;

import dev.binnacle.problems.ProblemException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A part of an answer that the rest can do without.
 *
 * @param missing why it is not there; empty exactly when it is
 */
record Known<T>(Optional<T> value, String missing) {

  static <T> Known<T> of(T value) {
    return new Known<>(Optional.of(value), "");
  }

  static <T> Known<T> missing(String why) {
    return new Known<>(Optional.empty(), why);
  }

  /** What the question is answered with, or the problem in words. */
  static <T> Known<T> ask(Supplier<T> question) {
    try {
      return of(question.get());
    } catch (ProblemException refused) {
      return missing(refused.problem().detail());
    }
  }

  /** What follows from the value, which may be missing itself. */
  <R> Known<R> then(Function<T, Known<R>> derivation) {
    return value.map(derivation).orElseGet(() -> missing(missing));
  }
}
