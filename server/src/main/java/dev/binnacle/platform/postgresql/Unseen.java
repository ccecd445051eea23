package dev.binnacle.platform.postgresql;

/**
 * Something that could not be seen.
 *
 * @param what its stable name in UPPER_SNAKE
 * @param remedy what to do about it, or where to look instead
 */
public record Unseen(String what, String why, String remedy) {

  private static final String GRANT = "Grant pg_monitor to the user of the platform description.";

  /** What the user may not see. */
  static Unseen forbidden(String what, String why) {
    return new Unseen(what, why, GRANT);
  }
}
