package dev.binnacle.operations;

import java.util.List;

/**
 * What a guard found.
 *
 * @param name the guard's stable name
 * @param outcome whether it lets the procedure pass
 * @param message why, in one sentence
 * @param evidence the facts it looked at
 * @param overridable whether an admin may go on in spite of a BLOCK
 * @param overridden whether somebody did
 */
public record GuardResult(
    String name,
    Outcome outcome,
    String message,
    List<Fact> evidence,
    boolean overridable,
    boolean overridden) {

  /** A guard's answer. */
  public enum Outcome {
    /** Safe as far as this guard sees. */
    PASS,
    /** Goes on, with something to know. */
    WARN,
    /** Does not go on. */
    BLOCK,
    /** The guard's source is not configured or not answering; never counted as PASS. */
    NOT_AVAILABLE
  }

  public GuardResult {
    evidence = List.copyOf(evidence);
  }

  /** A guard that found nothing against it. */
  public static GuardResult pass(String name, String message, Fact... evidence) {
    return new GuardResult(name, Outcome.PASS, message, List.of(evidence), false, false);
  }

  /** A guard that found something to know. */
  public static GuardResult warn(String name, String message, Fact... evidence) {
    return new GuardResult(name, Outcome.WARN, message, List.of(evidence), false, false);
  }

  /** A guard that found a reason not to, which an admin may judge otherwise. */
  public static GuardResult block(String name, String message, Fact... evidence) {
    return new GuardResult(name, Outcome.BLOCK, message, List.of(evidence), true, false);
  }

  /** A guard that found the procedure impossible: nobody can override that. */
  public static GuardResult forbid(String name, String message, Fact... evidence) {
    return new GuardResult(name, Outcome.BLOCK, message, List.of(evidence), false, false);
  }

  /** A guard that could not look. */
  public static GuardResult notAvailable(String name, String message, Fact... evidence) {
    return new GuardResult(name, Outcome.NOT_AVAILABLE, message, List.of(evidence), false, false);
  }

  /** Whether the procedure must not start because of this result. */
  public boolean blocks() {
    return outcome == Outcome.BLOCK && !overridden;
  }

  /** The same result, overridden if the name is among those given and it may be. */
  public GuardResult overriddenBy(java.util.Set<String> names) {
    return outcome == Outcome.BLOCK && overridable && names.contains(name)
        ? new GuardResult(name, outcome, message, evidence, true, true)
        : this;
  }
}
