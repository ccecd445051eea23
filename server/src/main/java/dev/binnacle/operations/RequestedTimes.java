package dev.binnacle.operations;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** The times in a request to start an operation, as far as a schema cannot check them. Pure. */
public final class RequestedTimes {

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration FURTHEST = Duration.ofDays(90);

  private RequestedTimes() {}

  /**
   * The time limit in the member {@code timeout} of the body.
   *
   * @param usual when none is given
   * @param longest that is allowed; the shortest is PT10S
   * @throws dev.binnacle.problems.ProblemException when it is not a duration between them
   */
  public static Duration timeLimit(Optional<String> text, Duration usual, Duration longest) {
    return text.map(given -> duration("/timeout", given, SHORTEST, longest)).orElse(usual);
  }

  /**
   * A duration in the body.
   *
   * @param pointer where it is
   * @throws dev.binnacle.problems.ProblemException when it is not a duration between the two
   */
  public static Duration duration(
      String pointer, String text, Duration shortest, Duration longest) {
    try {
      var given = Duration.parse(text);
      if (given.compareTo(shortest) >= 0 && given.compareTo(longest) <= 0) {
        return given;
      }
    } catch (DateTimeParseException notDuration) {
      throw invalidDuration(pointer, shortest, longest);
    }
    throw invalidDuration(pointer, shortest, longest);
  }

  private static RuntimeException invalidDuration(
      String pointer, Duration shortest, Duration longest) {
    return Problem.of(ProblemCode.VALIDATION_FAILED, "The body breaks a rule.")
        .withErrors(
            List.of(
                Problem.Violation.at(
                    pointer, "must be a duration from " + shortest + " to " + longest)))
        .asException();
  }

  /**
   * When to start, in the member {@code scheduledAt} of the body.
   *
   * @throws dev.binnacle.problems.ProblemException when that is past or absurdly far away
   */
  public static Optional<Instant> schedule(Optional<Instant> at, Instant now) {
    at.ifPresent(instant -> {
      if (instant.isBefore(now)) {
        throw invalidSchedule("The time " + instant + " is in the past.");
      }
      if (instant.isAfter(now.plus(FURTHEST))) {
        throw invalidSchedule(
            "The time " + instant + " is more than " + FURTHEST.toDays() + " days away.");
      }
    });
    return at;
  }

  private static RuntimeException invalidSchedule(String what) {
    return Problem.of(ProblemCode.INVALID_SCHEDULE, what)
        .withErrors(List.of(Problem.Violation.at("/scheduledAt", what)))
        .withRemedy("Name a later time, or leave out scheduledAt to start now.")
        .asException();
  }
}
