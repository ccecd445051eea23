package dev.binnacle.databases.postgresql;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemException;
import java.util.Optional;

/**
 * What somebody answered, or why not: exactly one of the two.
 *
 * @param problem why there is no value
 */
public record Answer<T>(Optional<T> value, Optional<Problem> problem) {

  /** An answer. */
  public static <T> Answer<T> of(T value) {
    return new Answer<>(Optional.of(value), Optional.empty());
  }

  /** No answer. */
  public static <T> Answer<T> failed(Problem problem) {
    return new Answer<>(Optional.empty(), Optional.of(problem));
  }

  /**
   * The value.
   *
   * @throws ProblemException the reason when there is none
   */
  public T orThrow() {
    return value.orElseThrow(() -> new ProblemException(problem.orElseThrow()));
  }
}
