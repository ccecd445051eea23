package dev.binnacle.databases.health;

import java.util.Optional;

/**
 * One finding.
 *
 * @param code its stable name in UPPER_SNAKE
 * @param member the member it is about, if it is about one
 */
public record Reason(String code, Severity severity, String message, Optional<String> member) {

  /** A finding about the database as a whole. */
  public static Reason of(String code, Severity severity, String message) {
    return new Reason(code, severity, message, Optional.empty());
  }

  /** A finding about one member. */
  public static Reason of(String code, Severity severity, String message, String member) {
    return new Reason(code, severity, message, Optional.of(member));
  }
}
