package dev.binnacle.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * What can be chosen about the edge. Read from the environment ({@code BINNACLE_HTTP_BODY_LIMIT}
 * and so on).
 *
 * @param bodyLimit the longest body that is taken, in bytes
 * @param requestsPerMinute how many requests a caller may make in a minute, at once or spread
 * @param failuresPerMinute how many failed authentications a source address may cause in a minute
 */
public record HttpSettings(long bodyLimit, int requestsPerMinute, int failuresPerMinute) {

  private static final long MEBIBYTE = 1024L * 1024;

  /**
   * The settings in a configuration.
   *
   * @param value looks a property up by name
   * @throws IllegalArgumentException when a value is not a number of at least one
   */
  public static HttpSettings of(Function<String, Optional<String>> value) {
    return new HttpSettings(
        number(value, "binnacle.http.body.limit", MEBIBYTE, Long.MAX_VALUE),
        (int) number(value, "binnacle.http.requests.per.minute", 600, Integer.MAX_VALUE),
        (int) number(value, "binnacle.http.failures.per.minute", 60, Integer.MAX_VALUE));
  }

  private static long number(
      Function<String, Optional<String>> value, String name, long otherwise, long most) {
    var text = value.apply(name).map(String::strip);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "%s is '%s', which is not a whole number".formatted(name, text.get()), notANumber);
    }
    throw new IllegalArgumentException(
        "%s is %s; it must be from 1 to %d".formatted(name, text.get(), most));
  }
}
