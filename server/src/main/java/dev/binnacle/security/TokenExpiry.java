package dev.binnacle.security;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Optional;

/** How long a token lives. Pure. */
final class TokenExpiry {

  /** The longest life. */
  static final Duration LONGEST = Duration.ofDays(366);

  private static final Duration DEFAULT = Duration.ofDays(90);

  private TokenExpiry() {}

  /**
   * When a token that is made now expires, in whole microseconds.
   *
   * @param expiresIn an ISO 8601 duration: days and shorter, or years, months, weeks and days
   * @throws dev.binnacle.problems.ProblemException when both are given, the duration is none, or
   *     the time is in the past or more than {@link #LONGEST} away
   */
  static Instant from(Optional<String> expiresIn, Optional<Instant> expiresAt, Instant now) {
    if (expiresIn.isPresent() && expiresAt.isPresent()) {
      throw malformed("/expiresAt", "must not be given together with expiresIn");
    }
    var pointer = expiresIn.isPresent() ? "/expiresIn" : "/expiresAt";
    var time =
        expiresIn
            .map(text -> later(now, amount(text)))
            .or(() -> expiresAt)
            .orElse(now.plus(DEFAULT));
    if (!time.isAfter(now)) {
      throw impossible(pointer, "is in the past");
    }
    if (time.isAfter(now.plus(LONGEST))) {
      throw impossible(pointer, "is more than " + LONGEST.toDays() + " days away");
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  private static TemporalAmount amount(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException notOfHours) {
      try {
        return Period.parse(text);
      } catch (DateTimeParseException notOfDates) {
        throw malformed("/expiresIn", "must be an ISO 8601 duration such as P90D");
      }
    }
  }

  private static Instant later(Instant now, TemporalAmount amount) {
    try {
      return now.atOffset(ZoneOffset.UTC).plus(amount).toInstant();
    } catch (DateTimeException | ArithmeticException beyondTheCalendar) {
      throw impossible("/expiresIn", "is beyond the calendar");
    }
  }

  private static RuntimeException malformed(String pointer, String message) {
    return Problem.of(ProblemCode.VALIDATION_FAILED, "The expiry cannot be understood.")
        .withErrors(List.of(Problem.Violation.at(pointer, message)))
        .asException();
  }

  private static RuntimeException impossible(String pointer, String message) {
    return Problem.of(ProblemCode.INVALID_EXPIRY, pointer.substring(1) + " " + message + ".")
        .withErrors(List.of(Problem.Violation.at(pointer, message)))
        .withRemedy("Choose a time within the next " + LONGEST.toDays() + " days.")
        .asException();
  }
}
