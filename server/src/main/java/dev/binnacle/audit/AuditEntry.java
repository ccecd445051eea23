package dev.binnacle.audit;

import dev.binnacle.identity.Caller;
import java.util.Optional;

/**
 * A change to be recorded.
 *
 * @param action what was done, in the words of the API: an operationId or an operation's new state
 * @param reason why, as the caller gave it
 * @param before the resource before the change, written as JSON
 * @param after the resource after the change, written as JSON
 */
public record AuditEntry(
    Caller caller,
    String action,
    String resourceType,
    String resourceName,
    Outcome outcome,
    Optional<String> reason,
    Optional<Object> before,
    Optional<Object> after) {

  /** How the change ended. */
  public enum Outcome {
    /** It was made, or accepted to be made. */
    SUCCESS,
    /** It was tried and failed. */
    FAILURE
  }

  /** A change that was made. */
  public static AuditEntry success(
      Caller caller, String action, String resourceType, String resourceName) {
    return new AuditEntry(
        caller,
        action,
        resourceType,
        resourceName,
        Outcome.SUCCESS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same entry with another outcome. */
  public AuditEntry withOutcome(Outcome other) {
    return new AuditEntry(
        caller, action, resourceType, resourceName, other, reason, before, after);
  }

  /** The same entry with a reason. */
  public AuditEntry because(String words) {
    return new AuditEntry(
        caller, action, resourceType, resourceName, outcome, Optional.of(words), before, after);
  }

  /** The same entry with the resource before and after. */
  public AuditEntry changing(Object from, Object to) {
    return new AuditEntry(
        caller,
        action,
        resourceType,
        resourceName,
        outcome,
        reason,
        Optional.ofNullable(from),
        Optional.ofNullable(to));
  }
}
