package dev.binnacle.operations;

import dev.binnacle.audit.AuditEntry;
import dev.binnacle.identity.Caller;
import dev.binnacle.operations.OperationDocumentEntity.Name;
import dev.binnacle.operations.RunnerJournal.Next;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one operation from wherever it stands to its end or its next stop.
 *
 * <p>1. Claim: raise the run epoch; every older runner is fenced off from then on. 2. If nothing
 * has been done yet, propose again and ask the guards again. 3. Step by step: at a safe point,
 * honour a cancel or a pause; otherwise run the step and store its report. 4. Store the result.
 * What happens between two of these leaves the operation where the next runner finds it.
 */
@ApplicationScoped
public class OperationRunner {

  private static final Logger LOG = LoggerFactory.getLogger(OperationRunner.class);

  private final RunnerJournal journal;
  private final Procedures procedures;
  private final GuardEvaluation guards;
  private final Clock clock;
  private final AtomicBoolean shuttingDown = new AtomicBoolean();

  /** Required by CDI. */
  protected OperationRunner() {
    this(null, null, null, null);
  }

  /** A runner over its parts. */
  @Inject
  public OperationRunner(
      RunnerJournal journal, Procedures procedures, GuardEvaluation guards, Clock clock) {
    this.journal = journal;
    this.procedures = procedures;
    this.guards = guards;
    this.clock = clock;
  }

  /** Makes every running operation stop at its next wait, to be continued elsewhere. */
  public void prepareShutdown() {
    shuttingDown.set(true);
  }

  /**
   * Runs the execution, if it is still the operation's newest.
   *
   * @throws RunnerStopped when another server has to go on
   */
  void run(ExecutionName execution) {
    var claim = journal.claim(execution);
    if (claim.isEmpty()) {
      return;
    }
    try {
      run(claim.get(), procedures.find(claim.get().kind()));
    } catch (RunnerStopped stopped) {
      if (stopped.reason() == RunnerStopped.Cause.SHUTTING_DOWN) {
        throw stopped;
      }
      LOG.info("operation {}: another runner has taken over", execution.operationId());
    }
  }

  private <R, I> void run(RunnerJournal.Claim claim, Procedure<R, I> procedure) {
    try {
      if (claim.awaitsStart() && !start(claim, procedure)) {
        return;
      }
      advance(claim, procedure);
    } catch (TimeLimitPassed late) {
      journal.timeOut(
          claim,
          Problem.of(
                  ProblemCode.DEADLINE_EXCEEDED,
                  "The time limit passed while waiting for " + late.getMessage() + ".")
              .withRemedy("Look at the target; a retry continues from this step."));
    } catch (ProblemException refused) {
      journal.fail(claim, refused.problem());
    } catch (RunnerStopped stopped) {
      throw stopped;
    } catch (RuntimeException broken) {
      if (StoreFailure.caused(broken)) {
        throw broken;
      }
      LOG.error("operation {}: a step broke", claim.id(), broken);
      journal.fail(
          claim,
          Problem.of(
                  ProblemCode.STEP_FAILED,
                  "Binnacle failed inside the step; its log has the reason.")
              .withRemedy("A retry continues from this step."));
    }
  }

  private <R, I> boolean start(RunnerJournal.Claim claim, Procedure<R, I> procedure) {
    if (!claim.atSafePoint()) {
      journal.begin(claim);
      return true;
    }
    var question =
        new Guard.Question(
            claim.kind(), claim.target(), procedure.profile().disruptive(), claim.id());
    if (claim.untouched()) {
      var request = journal.read(claim, Name.REQUEST, procedure.profile().requestType());
      var proposal = procedure.propose(claim.target(), request);
      var found = guards.evaluate(question, proposal.guards(), claim.overrides());
      journal.begin(claim, proposal, found);
      GuardEvaluation.refuseBlocked(found);
    } else {
      var found = guards.evaluate(question, java.util.List.of(), claim.overrides());
      journal.begin(claim, found);
      GuardEvaluation.refuseBlocked(found);
    }
    return true;
  }

  private <R, I> void advance(RunnerJournal.Claim claim, Procedure<R, I> procedure) {
    I intent = journal.read(claim, Name.INTENT, procedure.profile().intentType());
    var context = new RunningStep<>(claim, intent, journal, clock, shuttingDown::get);
    var steps = procedure.steps(intent);
    while (true) {
      if (shuttingDown.get()) {
        throw new RunnerStopped(RunnerStopped.Cause.SHUTTING_DOWN);
      }
      switch (journal.next(claim)) {
        case Next.Run(int position, String name) -> {
          var step = steps.get(position - 1);
          if (!step.name().equals(name)) {
            throw new IllegalStateException(
                "step " + position + " is planned as " + name + " and coded as " + step.name());
          }
          context.enter(position);
          run(claim, position, step, context);
        }
        case Next.Restore(int position) -> {
          context.enter(position);
          journal.cancelled(claim, procedure.restore(context));
          return;
        }
        case Next.Stopped() -> {
          return;
        }
        case Next.Done() -> {
          journal.finish(claim, procedure.result(context));
          return;
        }
      }
    }
  }

  private <I> void run(
      RunnerJournal.Claim claim, int position, Step<I> step, RunningStep<I> context) {
    StepReport report;
    try {
      report = step.run(context);
    } catch (StepInterrupted asked) {
      return;
    }
    journal.succeed(claim, position, report);
  }

  /** How the end of an operation is audited: in the name of whoever asked for it. */
  static AuditEntry ending(OperationEntity operation) {
    boolean good =
        operation.state == OperationState.SUCCEEDED || operation.state == OperationState.CANCELLED;
    return AuditEntry.success(
            Caller.system(operation.requestId),
            operation.kind + "_" + operation.state,
            operation.targetType,
            operation.targetName)
        .withOutcome(good ? AuditEntry.Outcome.SUCCEEDED : AuditEntry.Outcome.FAILED)
        .ofOperation(operation.id)
        .because(operation.reason)
        .changing(null, java.util.Map.of("state", operation.state));
  }
}
