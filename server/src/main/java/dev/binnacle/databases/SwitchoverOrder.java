package dev.binnacle.databases;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** The parts of a switchover request that the contract's schema cannot check. Pure. */
final class SwitchoverOrder {

  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration FURTHEST = Duration.ofDays(90);

  private SwitchoverOrder() {}

  /**
   * The time limit, five minutes when none is given.
   *
   * @throws dev.binnacle.problems.ProblemException when it is not a duration from PT10S to PT1H
   */
  static Duration timeLimit(Optional<String> text) {
    return text.map(SwitchoverOrder::parse).orElse(USUAL);
  }

  private static Duration parse(String text) {
    try {
      var limit = Duration.parse(text);
      if (limit.compareTo(SHORTEST) >= 0 && limit.compareTo(LONGEST) <= 0) {
        return limit;
      }
    } catch (DateTimeParseException notADuration) {
      throw invalidTimeLimit();
    }
    throw invalidTimeLimit();
  }

  private static RuntimeException invalidTimeLimit() {
    return Problem.of(ProblemCode.VALIDATION_FAILED, "The body breaks a rule.")
        .withErrors(
            List.of(Problem.Violation.at("/timeout", "must be a duration from PT10S to PT1H")))
        .asException();
  }

  /**
   * When to start.
   *
   * @throws dev.binnacle.problems.ProblemException when that is past or absurdly far away
   */
  static Optional<Instant> schedule(Optional<Instant> at, Instant now) {
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
