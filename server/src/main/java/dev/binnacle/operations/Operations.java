package dev.binnacle.operations;

import dev.binnacle.audit.AuditEntry;
import dev.binnacle.audit.AuditLog;
import dev.binnacle.identity.Role;
import dev.binnacle.operations.OperationDocumentEntity.Name;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Accepts requests to run procedures. What it accepts is stored, audited and handed to the
 * scheduler in one transaction; a refusal changes nothing. Thread-safe.
 */
@ApplicationScoped
public class Operations {

  /** How long an operation waits for approval before it times out. */
  static final Duration APPROVAL_TIME = Duration.ofDays(7);

  /** How long a request may be repeated under its idempotency key. */
  private static final Duration REPEATABLE = Duration.ofHours(24);

  private final OperationRecords records;
  private final OperationQueries queries;
  private final OperationScheduler scheduler;
  private final GuardEvaluation guards;
  private final ApprovalPolicy approvals;
  private final AuditLog audit;
  private final Transactions transactions;
  private final Clock clock;

  /** Required by CDI. */
  protected Operations() {
    this(null, null, null, null, null, null, null, null);
  }

  /** The service over its parts. */
  @Inject
  public Operations(
      OperationRecords records,
      OperationQueries queries,
      OperationScheduler scheduler,
      GuardEvaluation guards,
      ApprovalPolicy approvals,
      AuditLog audit,
      Transactions transactions,
      Clock clock) {
    this.records = records;
    this.queries = queries;
    this.scheduler = scheduler;
    this.guards = guards;
    this.approvals = approvals;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Says what the submission would do, changing nothing. */
  public <R> DryRun rehearse(Submission<R> submission) {
    refuseForeignOverrides(submission);
    return rehearsal(submission, submission.procedure());
  }

  private <R, I> DryRun rehearsal(Submission<R> submission, Procedure<R, I> procedure) {
    var proposal = procedure.propose(submission.target(), submission.request());
    var found = evaluate(submission, proposal);
    boolean free =
        queries.active(procedure.profile().conflictClass(), submission.target()).isEmpty();
    return new DryRun(
        procedure.profile().kind(),
        submission.target(),
        proposal.plan(),
        found,
        free && found.stream().noneMatch(GuardResult::blocks));
  }

  /**
   * Accepts the submission.
   *
   * @return the operation's id; the same id again for the same idempotency hash
   * @throws dev.binnacle.problems.ProblemException when the procedure refuses the request, a guard
   *     blocks, or another operation holds the target
   */
  public <R> UUID accept(Submission<R> submission) {
    refuseForeignOverrides(submission);
    refuseWhenActive(submission);
    return accept(submission, submission.procedure());
  }

  private <R, I> UUID accept(Submission<R> submission, Procedure<R, I> procedure) {
    var proposal = procedure.propose(submission.target(), submission.request());
    var found = evaluate(submission, proposal);
    GuardEvaluation.refuseBlocked(found);
    try {
      return transactions.call(() -> store(submission, proposal, found));
    } catch (RuntimeException failed) {
      if (violates(failed, "operation_active_target")) {
        refuseWhenActive(submission);
        throw Problem.of(
                ProblemCode.OPERATION_ALREADY_ACTIVE,
                "Another operation held " + submission.target().name() + " a moment ago.")
            .withRemedy("Try again.")
            .asException();
      }
      throw failed;
    }
  }

  private static boolean violates(Throwable failed, String constraint) {
    for (var cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolationException violation) {
        return constraint.equals(violation.getConstraintName());
      }
    }
    return false;
  }

  private <R> void refuseForeignOverrides(Submission<R> submission) {
    if (!submission.overrideGuards().isEmpty() && !submission.caller().may(Role.ADMIN)) {
      throw Problem.of(
              ProblemCode.ROLE_MISSING, "Only the role admin may override a guard that blocks.")
          .withRemedy("Ask somebody with the role admin, or leave out overrideGuards.")
          .with("missingRole", Role.ADMIN)
          .asException();
    }
  }

  private <R> void refuseWhenActive(Submission<R> submission) {
    if (startedBefore(submission).isPresent()) {
      return;
    }
    queries
        .active(submission.procedure().profile().conflictClass(), submission.target())
        .ifPresent(active -> {
          throw Problem.of(
                  ProblemCode.OPERATION_ALREADY_ACTIVE,
                  "Operation " + active.id() + " is active on " + submission.target().name() + ".")
              .withRemedy("Wait for it to end, or cancel it.")
              .with("activeOperation", active)
              .asException();
        });
  }

  /** The operation that the same request has started, should its answer have been lost. */
  private <R> Optional<UUID> startedBefore(Submission<R> submission) {
    return submission
        .idempotencyHash()
        .flatMap(hash -> queries.byIdempotencyHash(hash, clock.instant().minus(REPEATABLE)));
  }

  private <R, I> List<GuardResult> evaluate(Submission<R> submission, Proposal<I> proposal) {
    var found =
        guards.evaluate(
            new Guard.Question(
                submission.procedure().profile().kind(),
                submission.target(),
                submission.procedure().profile().disruptive(),
                null),
            proposal.guards(),
            submission.overrideGuards());
    GuardEvaluation.refuseUnknown(submission.overrideGuards(), found);
    return found;
  }

  private <R, I> UUID store(
      Submission<R> submission, Proposal<I> proposal, List<GuardResult> found) {
    submission.idempotencyHash().ifPresent(records::lockRequest);
    var repeated = startedBefore(submission);
    if (repeated.isPresent()) {
      return repeated.get();
    }
    var operation = fresh(submission, proposal.plan().steps().size());
    records.insert(operation, proposal.plan().steps());
    records.write(operation.id, Name.REQUEST, submission.request());
    records.write(operation.id, Name.INTENT, proposal.intent());
    records.write(operation.id, Name.PLAN, proposal.plan());
    records.write(operation.id, Name.GUARDS, found);
    records.append(
        operation,
        EventType.OPERATION_ACCEPTED,
        Optional.of(operation.state),
        null,
        proposal.plan().summary(),
        List.of());
    guards.tell(records, operation, found);
    scheduler.schedule(operation, startTime(operation));
    audit.record(
        AuditEntry.success(
                submission.caller(),
                submission.procedure().profile().operationId(),
                operation.targetType,
                operation.targetName)
            .because(submission.reason())
            .ofOperation(operation.id)
            .changing(null, new Accepted(operation.state, submission.request(), found)));
    return operation.id;
  }

  /** What the audit log keeps of an accepted submission. */
  private record Accepted(OperationState state, Object request, List<GuardResult> guards) {}

  private <R> OperationEntity fresh(Submission<R> submission, int steps) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var operation = new OperationEntity();
    operation.id = UUID.randomUUID();
    operation.kind = submission.procedure().profile().kind();
    operation.targetType = submission.target().type();
    operation.targetCluster = submission.target().cluster();
    operation.targetName = submission.target().name();
    operation.targetSite = submission.target().site();
    operation.conflictClass = submission.procedure().profile().conflictClass();
    operation.reason = submission.reason();
    operation.requestedBy = submission.caller().subject();
    operation.requestedByIssuer = submission.caller().issuer();
    operation.requestedByKind = submission.caller().kind();
    operation.requestId = submission.caller().requestId();
    operation.idempotencyHash = submission.idempotencyHash().orElse(null);
    operation.overriddenGuards = submission.overrideGuards().toArray(String[]::new);
    operation.createdAt = now;
    operation.scheduledAt = submission.scheduledAt().orElse(null);
    operation.timeLimitMillis = submission.timeLimit().toMillis();
    operation.progressTotal = steps;
    if (submission.requireApproval() || approvals.required(operation.kind)) {
      operation.state = OperationState.AWAITING_APPROVAL;
      operation.approvalUntil = now.plus(APPROVAL_TIME);
    } else {
      operation.state = afterApproval(operation);
    }
    return operation;
  }

  static OperationState afterApproval(OperationEntity operation) {
    return operation.scheduledAt == null ? OperationState.PENDING : OperationState.SCHEDULED;
  }

  private Instant startTime(OperationEntity operation) {
    return switch (operation.state) {
      case AWAITING_APPROVAL -> operation.approvalUntil;
      case SCHEDULED -> operation.scheduledAt;
      default -> clock.instant();
    };
  }
}
