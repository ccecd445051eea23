package dev.binnacle.operations;

import dev.binnacle.identity.Caller;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** One row of {@code operation}. Changed only by {@link OperationRecords}, under its row lock. */
@Entity
@Table(name = "operation")
class OperationEntity {
  @Id UUID id;
  String kind;
  String targetType;
  String targetCluster;
  String targetName;
  String targetSite;
  String conflictClass;

  @Enumerated(EnumType.STRING)
  OperationState state;

  String reason;
  String requestedBy;
  String requestedByIssuer;

  @Enumerated(EnumType.STRING)
  Caller.Kind requestedByKind;

  String approvedBy;
  String approvedByIssuer;

  @Enumerated(EnumType.STRING)
  Caller.Kind approvedByKind;

  String requestId;
  String idempotencyHash;
  String[] overriddenGuards;
  Instant createdAt;
  Instant scheduledAt;
  Instant approvalUntil;
  long timeLimitMillis;
  Instant deadlineAt;
  Instant startedAt;
  Instant finishedAt;
  int progressDone;
  int progressTotal;
  boolean pauseRequested;
  String cancelReason;
  long runEpoch;
  long executions;
  long eventSequence;
  @Version long version;

  /** Required by JPA. */
  protected OperationEntity() {}

  Target target() {
    return new Target(targetType, targetCluster, targetName, targetSite);
  }

  /** The name of the newest execution handed to the scheduler. */
  ExecutionName execution() {
    return new ExecutionName(id, executions);
  }
}
