package dev.binnacle.audit;

import dev.binnacle.identity.Caller;
import dev.binnacle.problems.ProblemCode;
import java.util.Optional;
import java.util.UUID;

/**
 * A change to be recorded.
 *
 * @param action what was done, in the words of the API: an operationId or an operation's new state
 * @param code why it did not succeed; empty when it did
 * @param reason why, as the caller gave it
 * @param operationId the operation that was started or decided about
 * @param before the resource before the change, written as JSON
 * @param after the resource after the change, written as JSON
 */
public record AuditEntry(
    Caller caller,
    String action,
    String resourceType,
    String resourceName,
    Outcome outcome,
    Optional<ProblemCode> code,
    Optional<String> reason,
    Optional<UUID> operationId,
    Optional<Object> before,
    Optional<Object> after) {

  /** How the change ended. */
  public enum Outcome {
    /** It was made, or accepted to be made. */
    SUCCEEDED,
    /** It was not allowed or not possible, and nothing was changed. */
    REFUSED,
    /** It was tried and failed. */
    FAILED
  }

  /** A change that was made. */
  public static AuditEntry success(
      Caller caller, String action, String resourceType, String resourceName) {
    return new AuditEntry(
        caller,
        action,
        resourceType,
        resourceName,
        Outcome.SUCCEEDED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same entry with another outcome. */
  public AuditEntry withOutcome(Outcome other) {
    return new AuditEntry(
        caller,
        action,
        resourceType,
        resourceName,
        other,
        code,
        reason,
        operationId,
        before,
        after);
  }

  /** The same entry with the problem that stood in the way. */
  public AuditEntry withCode(ProblemCode problem) {
    return new AuditEntry(
        caller,
        action,
        resourceType,
        resourceName,
        outcome,
        Optional.of(problem),
        reason,
        operationId,
        before,
        after);
  }

  /** The same entry with a reason. */
  public AuditEntry because(String words) {
    return new AuditEntry(
        caller,
        action,
        resourceType,
        resourceName,
        outcome,
        code,
        Optional.of(words),
        operationId,
        before,
        after);
  }

  /** The same entry, naming the operation that it is about. */
  public AuditEntry ofOperation(UUID id) {
    return new AuditEntry(
        caller,
        action,
        resourceType,
        resourceName,
        outcome,
        code,
        reason,
        Optional.of(id),
        before,
        after);
  }

  /** The same entry with the resource before and after; null where there was none. */
  public AuditEntry changing(Object from, Object to) {
    return new AuditEntry(
        caller,
        action,
        resourceType,
        resourceName,
        outcome,
        code,
        reason,
        operationId,
        Optional.ofNullable(from),
        Optional.ofNullable(to));
  }
}
