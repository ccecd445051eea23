package dev.binnacle.client;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads when a server wants to be asked again: seconds, or a date by the server's own clock. */
final class RetryAfter {
  private static final int LONGEST_NUMBER = 9;

  private RetryAfter() {}

  static Optional<Duration> of(BinnacleException failure) {
    if (failure instanceof ProblemException refused) {
      return refused.retryAfter();
    }
    return failure instanceof ApiException foreign
        ? in(foreign.getResponseHeaders())
        : Optional.empty();
  }

  static Optional<Duration> in(HttpHeaders headers) {
    return headers
        .firstValue(Headers.RETRY_AFTER)
        .map(String::strip)
        .flatMap(text -> isNumber(text) ? seconds(text) : date(text).map(at -> from(headers, at)))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NUMBER
        && text.chars().allMatch(character -> character >= '0' && character <= '9');
  }

  private static Optional<Duration> seconds(String text) {
    return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
  }

  private static Duration from(HttpHeaders headers, Instant at) {
    var answered = headers.firstValue("Date").flatMap(RetryAfter::date).orElseGet(Instant::now);
    return Duration.between(answered, at);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException noDate) {
      return Optional.empty();
    }
  }
}
