package dev.binnacle.operations;

import dev.binnacle.audit.AuditLog;
import dev.binnacle.operations.OperationDocumentEntity.Name;
import dev.binnacle.problems.Problem;
import dev.binnacle.store.Json;
import dev.binnacle.store.StoreTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a runner writes down as it goes. Every method is one transaction and, but for the claim,
 * fenced by the claim's epoch: a runner that was overtaken gets {@link RunnerStopped}.
 */
@ApplicationScoped
@StoreTransaction
class RunnerJournal {

  private final OperationRecords records;
  private final EntityManager entities;
  private final GuardEvaluation guards;
  private final AuditLog audit;
  private final Clock clock;

  /** Required by CDI. */
  protected RunnerJournal() {
    this(null, null, null, null, null);
  }

  @Inject
  RunnerJournal(
      OperationRecords records,
      EntityManager entities,
      GuardEvaluation guards,
      AuditLog audit,
      Clock clock) {
    this.records = records;
    this.entities = entities;
    this.guards = guards;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The right to run an operation, until somebody else claims it.
   *
   * @param awaitsStart whether the operation is still PENDING or SCHEDULED
   * @param atSafePoint whether nothing is half done
   * @param untouched whether no step has done anything yet
   */
  record Claim(
      UUID id,
      long epoch,
      String kind,
      Target target,
      Set<String> overrides,
      boolean awaitsStart,
      boolean atSafePoint,
      boolean untouched) {}

  /** What a runner does next. */
  sealed interface Next {
    /** Run the step of that position, which has been marked as running. */
    record Run(int position, String name) implements Next {}

    /**
     * Restore what a cancel restores before the step of that position, then tell it is cancelled.
     */
    record Restore(int position) implements Next {}

    /** Nothing: the operation was paused. */
    record Stopped() implements Next {}

    /** Store the result: every step is done. */
    record Done() implements Next {}
  }

  /** Claims the operation, if this execution is its newest and there is something to run. */
  Optional<Claim> claim(ExecutionName execution) {
    var operation = records.lock(execution.operationId()).orElse(null);
    if (operation == null || operation.executions != execution.number()) {
      return Optional.empty();
    }
    return switch (operation.state) {
      case AWAITING_APPROVAL -> {
        records.become(
            operation,
            OperationState.TIMED_OUT,
            "Nobody approved it within the time for approval.");
        conclude(operation);
        yield Optional.empty();
      }
      case PENDING, SCHEDULED, RUNNING, CANCELLING -> Optional.of(claim(operation));
      default -> Optional.empty();
    };
  }

  private Claim claim(OperationEntity operation) {
    operation.runEpoch++;
    records.append(
        operation,
        EventType.RUNNER_CHANGED,
        null,
        operation.runEpoch == 1
            ? "A runner took the operation up."
            : "Another runner took the operation up, the " + operation.runEpoch + ". in all.",
        List.of());
    var steps = records.steps(operation.id);
    var next = firstOpen(steps);
    return new Claim(
        operation.id,
        operation.runEpoch,
        operation.kind,
        operation.target(),
        Set.of(operation.overriddenGuards),
        operation.state == OperationState.PENDING || operation.state == OperationState.SCHEDULED,
        next.map(step -> step.safePoint).orElse(false),
        steps.stream().noneMatch(step -> step.state == StepState.SUCCEEDED)
            && next.map(step -> step.safePoint).orElse(false));
  }

  private static Optional<OperationStepEntity> firstOpen(List<OperationStepEntity> steps) {
    return steps.stream().filter(step -> step.state != StepState.SUCCEEDED).findFirst();
  }

  /** Starts with what is proposed now, in place of what was proposed at acceptance. */
  void begin(Claim claim, Proposal<?> proposal, List<GuardResult> found) {
    var operation = records.lockAsRunner(claim.id(), claim.epoch());
    var planned = Json.write(proposal.plan());
    if (!records.read(claim.id(), Name.PLAN).equals(Optional.of(planned))) {
      records.append(
          operation,
          EventType.GUARD_EVALUATED,
          null,
          "The plan was made anew: " + proposal.plan().summary(),
          List.of());
      records.replaceSteps(claim.id(), proposal.plan().steps());
      operation.progressTotal = proposal.plan().steps().size();
    }
    records.write(claim.id(), Name.PLAN, proposal.plan());
    records.write(claim.id(), Name.INTENT, proposal.intent());
    begin(operation, found);
  }

  /**
   * Starts again at a safe point in the middle. What the procedure's own guards found at the start
   * stays beside what the others find now.
   */
  void begin(Claim claim, List<GuardResult> found) {
    var operation = records.lockAsRunner(claim.id(), claim.epoch());
    var asked = found.stream().map(GuardResult::name).collect(Collectors.toSet());
    var kept =
        Arrays.stream(read(claim, Name.GUARDS, GuardResult[].class))
            .filter(earlier -> !asked.contains(earlier.name()));
    begin(operation, Stream.concat(kept, found.stream()).toList());
  }

  /** Starts again where something was half done: to finish it is safer than to ask whether to. */
  void begin(Claim claim) {
    begin(records.lockAsRunner(claim.id(), claim.epoch()), List.of());
  }

  private void begin(OperationEntity operation, List<GuardResult> found) {
    if (operation.state == OperationState.CANCELLING) {
      return;
    }
    if (!found.isEmpty()) {
      records.write(operation.id, Name.GUARDS, found);
      guards.tell(records, operation, found);
    }
    var now = clock.instant();
    if (operation.startedAt == null) {
      operation.startedAt = now;
    }
    operation.deadlineAt = now.plus(Duration.ofMillis(operation.timeLimitMillis));
    operation.pauseRequested = false;
    records.become(operation, OperationState.RUNNING, "Running.");
  }

  /** One of the operation's large texts. */
  <T> T read(Claim claim, Name name, Class<T> type) {
    return records
        .read(claim.id(), name)
        .map(text -> Json.read(text, type))
        .orElseThrow(() -> new IllegalStateException(name + " is missing"));
  }

  /** Decides, under the row lock, what comes next, and marks a step that does as running. */
  Next next(Claim claim) {
    var operation = records.lockAsRunner(claim.id(), claim.epoch());
    var open = firstOpen(records.steps(claim.id())).orElse(null);
    if (open == null) {
      return new Next.Done();
    }
    boolean safe = open.safePoint && open.state != StepState.RUNNING;
    if (safe && operation.state == OperationState.CANCELLING) {
      return new Next.Restore(open.key.position());
    }
    if (safe && operation.pauseRequested) {
      operation.pauseRequested = false;
      records.become(operation, OperationState.PAUSED, "Paused " + open.stoppingPlace() + ".");
      return new Next.Stopped();
    }
    open.state = StepState.RUNNING;
    open.attempt++;
    open.startedAt = clock.instant();
    open.finishedAt = null;
    records.append(operation, EventType.STEP_STARTED, open.name, open.title, List.of());
    return new Next.Run(open.key.position(), open.name);
  }

  /**
   * Takes a running step back to before its begin when somebody asked to stop there.
   *
   * @return whether somebody did
   */
  boolean interrupt(Claim claim, int position) {
    var operation = records.lockAsRunner(claim.id(), claim.epoch());
    if (operation.state != OperationState.CANCELLING && !operation.pauseRequested) {
      return false;
    }
    var step = step(claim, position);
    if (!step.interruptible) {
      throw new IllegalStateException("step " + step.name + " is not planned as interruptible");
    }
    step.state = StepState.PENDING;
    return true;
  }

  /** Stores a step's report. */
  void succeed(Claim claim, int position, StepReport report) {
    var operation = records.lockAsRunner(claim.id(), claim.epoch());
    var step = step(claim, position);
    step.state = StepState.SUCCEEDED;
    step.finishedAt = clock.instant();
    step.message = report.message();
    step.detail = Json.write(report.detail());
    operation.progressDone = position;
    records.append(
        operation, EventType.STEP_SUCCEEDED, step.name, report.message(), report.detail());
  }

  /** Tells how a step goes. */
  void progress(Claim claim, int position, String message, List<Fact> detail) {
    var operation = records.lockAsRunner(claim.id(), claim.epoch());
    var step = step(claim, position);
    step.message = message;
    records.append(operation, EventType.STEP_PROGRESS, step.name, message, detail);
  }

  /** Makes sure that this runner is still the operation's own; gives back its deadline. */
  java.time.Instant verify(Claim claim) {
    return records.lockAsRunner(claim.id(), claim.epoch()).deadlineAt;
  }

  /** Keeps a value for later steps. */
  void remember(Claim claim, String key, String value) {
    records.lockAsRunner(claim.id(), claim.epoch());
    var memory = new TreeMap<>(memory(claim));
    memory.put(key, value);
    records.write(claim.id(), Name.MEMORY, memory);
  }

  /** What steps have kept. */
  Map<String, String> memory(Claim claim) {
    var type =
        Json.mapper().getTypeFactory().constructMapType(Map.class, String.class, String.class);
    return records
        .read(claim.id(), Name.MEMORY)
        .map(text -> Json.<Map<String, String>>read(text, type))
        .orElse(Map.of());
  }

  /** Ends it well. */
  void finish(Claim claim, Object result) {
    var operation = records.lockAsRunner(claim.id(), claim.epoch());
    records.write(claim.id(), Name.RESULT, result);
    records.become(operation, OperationState.SUCCEEDED, "Succeeded.");
    conclude(operation);
  }

  /** Ends it at a safe point, on request. */
  void cancelled(Claim claim, String restored) {
    var operation = records.lockAsRunner(claim.id(), claim.epoch());
    var open = records.steps(claim.id()).stream().filter(s -> s.state != StepState.SUCCEEDED);
    var cancelled = open.toList();
    var place = cancelled.getFirst().stoppingPlace();
    cancelled.forEach(step -> step.state = StepState.CANCELLED);
    records.become(
        operation, OperationState.CANCELLED, "Cancelled " + place + "; " + restored + ".");
    conclude(operation);
  }

  /** Ends it for a reason that a person has to look at. */
  void fail(Claim claim, Problem problem) {
    end(claim, OperationState.FAILED, problem);
  }

  /** Ends it because its time is over. */
  void timeOut(Claim claim, Problem problem) {
    end(claim, OperationState.TIMED_OUT, problem);
  }

  private void end(Claim claim, OperationState state, Problem problem) {
    var operation = records.lockAsRunner(claim.id(), claim.epoch());
    records.steps(claim.id()).stream()
        .filter(step -> step.state == StepState.RUNNING)
        .forEach(step -> {
          step.state = StepState.FAILED;
          step.finishedAt = clock.instant();
          step.message = problem.detail();
          records.append(operation, EventType.STEP_FAILED, step.name, problem.detail(), List.of());
        });
    if (operation.startedAt == null) {
      operation.startedAt = clock.instant();
    }
    records.write(claim.id(), Name.ERROR, problem);
    records.become(operation, state, problem.detail());
    entities.flush();
    audit.record(OperationRunner.ending(operation).withCode(problem.code()));
  }

  private void conclude(OperationEntity operation) {
    entities.flush();
    audit.record(OperationRunner.ending(operation));
  }

  private OperationStepEntity step(Claim claim, int position) {
    return entities.find(
        OperationStepEntity.class, new OperationStepEntity.Key(claim.id(), position));
  }
}
