package dev.binnacle.health;

import java.util.Optional;

/**
 * One finding.
 *
 * @param code its stable name in UPPER_SNAKE
 * @param member the member of a database that it is about, if it is about one
 */
public record Reason(String code, Severity severity, String message, Optional<String> member) {

  /** A finding about the whole. */
  public static Reason of(String code, Severity severity, String message) {
    return new Reason(code, severity, message, Optional.empty());
  }

  /** A finding about one member. */
  public static Reason of(String code, Severity severity, String message, String member) {
    return new Reason(code, severity, message, Optional.of(member));
  }
}
