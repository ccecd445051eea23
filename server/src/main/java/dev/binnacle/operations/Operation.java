package dev.binnacle.operations;

import dev.binnacle.identity.Caller;
import dev.binnacle.problems.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An operation as it stands.
 *
 * @param version grows with every change; the ETag
 * @param details the large parts; empty in lists
 */
public record Operation(
    UUID id,
    String kind,
    Target target,
    OperationState state,
    String reason,
    Requester requestedBy,
    Optional<Requester> approvedBy,
    Instant createdAt,
    Optional<Instant> scheduledAt,
    Optional<Instant> deadlineAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    int progressDone,
    int progressTotal,
    long version,
    Optional<Details> details) {

  /**
   * Who asked for the operation, or approved it.
   *
   * @param issuer who vouches for the subject
   * @param kind how it authenticated
   */
  public record Requester(String subject, String issuer, Caller.Kind kind) {}

  /**
   * The large parts of an operation.
   *
   * @param result the result as JSON in the contract's shape for the kind
   */
  public record Details(
      Plan plan,
      List<StepRecord> steps,
      List<GuardResult> guards,
      Optional<Problem> error,
      Optional<String> result) {}

  /** One step as it stands. */
  public record StepRecord(
      int position,
      String name,
      String title,
      StepState state,
      int attempt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<String> message,
      List<Fact> detail) {}
}
