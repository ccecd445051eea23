package dev.binnacle.operations;

import dev.binnacle.audit.AuditEntry;
import dev.binnacle.audit.AuditLog;
import dev.binnacle.identity.Caller;
import dev.binnacle.operations.OperationDocumentEntity.Name;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.store.StoreTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Steers accepted operations: cancel, pause, resume, retry, approve, reject. Each is one
 * transaction under the operation's row lock, so that it and the runner see one another's changes
 * in order. Thread-safe.
 */
@ApplicationScoped
@StoreTransaction
public class OperationSteering {

  private final OperationRecords records;
  private final OperationScheduler scheduler;
  private final EntityManager entities;
  private final AuditLog audit;
  private final Clock clock;

  /** Required by CDI. */
  protected OperationSteering() {
    this(null, null, null, null, null);
  }

  /** Steering over its parts. */
  @Inject
  public OperationSteering(
      OperationRecords records,
      OperationScheduler scheduler,
      EntityManager entities,
      AuditLog audit,
      Clock clock) {
    this.records = records;
    this.scheduler = scheduler;
    this.entities = entities;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Stops the operation: at once when nothing has begun, else at the next safe point.
   *
   * @throws dev.binnacle.problems.ProblemException when it has ended, or no safe point is left
   */
  public void cancel(UUID id, Caller caller, String reason) {
    var operation = lock(id);
    var before = operation.state;
    switch (operation.state) {
      case AWAITING_APPROVAL, SCHEDULED -> cancelNow(operation, reason);
      case PENDING -> {
        if (begun(id)) {
          cancelAtSafePoint(operation, reason);
        } else {
          cancelNow(operation, reason);
        }
      }
      case RUNNING -> cancelAtSafePoint(operation, reason);
      case PAUSED -> {
        cancelAtSafePoint(operation, reason);
        scheduler.schedule(operation, clock.instant());
      }
      case CANCELLING -> {}
      default -> throw illegal(operation, "cancelled");
    }
    audit(operation, before, caller, "cancelOperation", reason);
  }

  private void cancelNow(OperationEntity operation, String reason) {
    records.become(
        operation, OperationState.CANCELLED, "Cancelled before anything was done: " + reason);
    neverRun(operation);
  }

  private void neverRun(OperationEntity operation) {
    records.steps(operation.id).forEach(step -> step.state = StepState.CANCELLED);
  }

  private void cancelAtSafePoint(OperationEntity operation, String reason) {
    var next = nextSafePoint(operation.id);
    if (next == null) {
      throw Problem.of(
              ProblemCode.CANCEL_TOO_LATE,
              "The operation has passed its last safe point and will run to its end.")
          .withRemedy("Watch it to its end; then reverse it with an operation of its own.")
          .asException();
    }
    operation.cancelReason = reason;
    records.become(
        operation,
        OperationState.CANCELLING,
        "Cancel requested; stops " + next.stoppingPlace() + ".");
  }

  /** Stops at the next safe point until resumed. */
  public void pause(UUID id, Caller caller, String reason) {
    var operation = lock(id);
    var before = operation.state;
    if (operation.state != OperationState.RUNNING) {
      throw illegal(operation, "paused");
    }
    var next = nextSafePoint(id);
    if (next == null) {
      throw Problem.of(
              ProblemCode.OPERATION_STATE_CONFLICT,
              "The operation has passed its last safe point and cannot be paused any more.")
          .withRemedy("Watch it to its end.")
          .asException();
    }
    if (!operation.pauseRequested) {
      operation.pauseRequested = true;
      records.append(
          operation,
          EventType.DECISION_TAKEN,
          null,
          "Pause requested; stops " + next.stoppingPlace() + ".",
          List.of());
    }
    audit(operation, before, caller, "pauseOperation", reason);
  }

  /** Lets a paused operation go on, or takes back a pause that has not happened yet. */
  public void resume(UUID id, Caller caller, String reason) {
    var operation = lock(id);
    var before = operation.state;
    if (operation.state == OperationState.PAUSED) {
      records.become(operation, OperationState.PENDING, "Resumed: " + reason);
      scheduler.schedule(operation, clock.instant());
    } else if (operation.state == OperationState.RUNNING && operation.pauseRequested) {
      operation.pauseRequested = false;
      records.append(
          operation, EventType.DECISION_TAKEN, null, "The pause was taken back.", List.of());
    } else {
      throw illegal(operation, "resumed");
    }
    audit(operation, before, caller, "resumeOperation", reason);
  }

  /** Takes a failed or timed-out operation up again, from the step that failed. */
  public void retry(UUID id, Caller caller, String reason) {
    var operation = lock(id);
    var before = operation.state;
    if (!operation.state.canBecome(OperationState.PENDING)
        || operation.state.isActive()
        || operation.startedAt == null) {
      throw illegal(operation, "retried");
    }
    records.become(operation, OperationState.PENDING, "Retried: " + reason);
    records.erase(id, Name.ERROR);
    try {
      entities.flush();
    } catch (ConstraintViolationException taken) {
      throw Problem.of(
              ProblemCode.OPERATION_ALREADY_ACTIVE,
              "Another operation is active on " + operation.targetName + " now.")
          .withRemedy("Wait for it to end; then retry.")
          .asException();
    }
    scheduler.schedule(operation, clock.instant());
    audit(operation, before, caller, "retryOperation", reason);
  }

  /** Approves what waits for approval; the requester cannot. */
  public void approve(UUID id, Caller caller, String reason) {
    var operation = decidable(id, caller, "approved");
    var before = operation.state;
    operation.approvedBy = caller.subject();
    operation.approvedByIssuer = caller.issuer();
    operation.approvedByKind = caller.kind();
    Instant start =
        operation.scheduledAt == null || operation.scheduledAt.isBefore(clock.instant())
            ? clock.instant()
            : operation.scheduledAt;
    records.become(
        operation,
        Operations.afterApproval(operation),
        "Approved by " + caller.subject() + ": " + reason);
    scheduler.schedule(operation, start);
    audit(operation, before, caller, "approveOperation", reason);
  }

  /** Refuses what waits for approval; the requester cannot. */
  public void reject(UUID id, Caller caller, String reason) {
    var operation = decidable(id, caller, "rejected");
    var before = operation.state;
    records.become(
        operation, OperationState.REJECTED, "Rejected by " + caller.subject() + ": " + reason);
    neverRun(operation);
    audit(operation, before, caller, "rejectOperation", reason);
  }

  private OperationEntity decidable(UUID id, Caller caller, String participle) {
    var operation = lock(id);
    if (operation.state != OperationState.AWAITING_APPROVAL) {
      throw illegal(operation, participle);
    }
    if (operation.requestedBy.equals(caller.subject())
        && operation.requestedByIssuer.equals(caller.issuer())) {
      throw Problem.of(
              ProblemCode.SELF_APPROVAL,
              "You requested this operation; somebody else has to decide on it.")
          .asException();
    }
    return operation;
  }

  private OperationEntity lock(UUID id) {
    return records.lock(id).orElseThrow(() -> unknown(id));
  }

  /** The problem of an operation that does not exist. */
  static RuntimeException unknown(UUID id) {
    return Problem.of(ProblemCode.RESOURCE_NOT_FOUND, "There is no operation " + id + ".")
        .asException();
  }

  private boolean begun(UUID id) {
    return records.steps(id).stream().anyMatch(step -> step.attempt > 0);
  }

  private OperationStepEntity nextSafePoint(UUID id) {
    return records.steps(id).stream().filter(OperationStepEntity::canStop).findFirst().orElse(null);
  }

  private static RuntimeException illegal(OperationEntity operation, String participle) {
    return Problem.of(
            ProblemCode.OPERATION_STATE_CONFLICT,
            "An operation in state " + operation.state + " cannot be " + participle + ".")
        .withRemedy("Read the operation: its links name the decisions that its state allows.")
        .asException();
  }

  private void audit(
      OperationEntity operation,
      OperationState before,
      Caller caller,
      String action,
      String reason) {
    entities.flush();
    audit.record(
        AuditEntry.success(caller, action, "OPERATION", operation.id.toString())
            .because(reason)
            .ofOperation(operation.id)
            .changing(Map.of("state", before), Map.of("state", operation.state)));
  }
}
