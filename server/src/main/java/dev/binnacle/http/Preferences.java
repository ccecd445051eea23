package dev.binnacle.http;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The Prefer header of RFC 7240. */
public final class Preferences {

  /** The longest wait that is granted. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?(\\d{1,9})\"?");

  private Preferences() {}

  /**
   * How long the caller would wait, zero when it does not say; at most {@link #LONGEST_WAIT}.
   * Preferences of other names are ignored, as the RFC demands.
   *
   * @throws dev.binnacle.problems.ProblemException when wait has no number of seconds
   */
  public static Duration wait(String header) {
    if (header == null) {
      return Duration.ZERO;
    }
    for (var preference : header.toLowerCase(Locale.ROOT).split("[,;]")) {
      var word = preference.strip();
      if (word.startsWith("wait")) {
        var match = WAIT.matcher(word);
        if (!match.matches()) {
          throw Problem.of(ProblemCode.INVALID_PARAMETER, "Prefer: wait takes whole seconds.")
              .withErrors(List.of(Problem.Violation.of("Prefer", "must be like wait=30")))
              .asException();
        }
        var asked = Duration.ofSeconds(Long.parseLong(match.group(1)));
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
      }
    }
    return Duration.ZERO;
  }
}
