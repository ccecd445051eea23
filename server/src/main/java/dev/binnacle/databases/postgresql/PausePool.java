package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.Component;
import dev.binnacle.platform.pgbouncer.PooledDatabase;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets clients wait before PgBouncer instead of running into errors. Either every pool comes to
 * rest, or those that it has paused are resumed again.
 */
@ApplicationScoped
public class PausePool implements Procedure<PoolWish, PoolIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "PAUSE_POOL";

  /** Excludes the procedures on the pools of a database from each other. */
  static final String CONFLICT_CLASS = "POOLS";

  static final String PAUSE_POOLS = "pause-pools";
  static final String VERIFY_POOLS = "verify-pools";

  private static final String BEGUN_AT = "begunAt";

  /** How long a PgBouncer may be away before its pools count as lost. */
  private static final Duration ANSWERS = Duration.ofSeconds(5);

  private static final ProcedureProfile<PoolWish, PoolIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND, "pausePool", CONFLICT_CLASS, PoolWish.class, PoolIntent.class);

  private final PatroniDatabases databases;
  private final Poolers poolers;
  private final LeaderAnswers leaders;

  /** Required by CDI. */
  protected PausePool() {
    this(null, null, null);
  }

  /** The procedure on those databases. */
  @Inject
  public PausePool(PatroniDatabases databases, Poolers poolers, LeaderAnswers leaders) {
    this.databases = databases;
    this.poolers = poolers;
    this.leaders = leaders;
  }

  @Override
  public ProcedureProfile<PoolWish, PoolIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<PoolIntent> propose(Target target, PoolWish wish) {
    var database = databases.described(target.name());
    var round = new QuestionRound(database);
    var connections =
        round.ask(() -> leaders.ask(database, PostgresqlClient::connections).answer());
    var seen =
        PoolChoice.poolers(database.name(), poolers.look(database).poolers(), wish.pgbouncer());
    var pools = PoolChoice.pools(seen, wish.pool(), true);
    var intent = new PoolIntent(database.name(), pools, wish.drainTimeout());
    return new Proposal<>(
        intent,
        plan(intent),
        List.of(
            PoolGuards.answer(seen),
            PoolGuards.sessions(seen, intent.toChange()),
            PoolGuards.transactions(
                round.answer(connections, Component.Type.POSTGRESQL), wish.drainTimeout())));
  }

  private static Plan plan(PoolIntent intent) {
    return new Plan(
        intent.toChange().isEmpty()
            ? "Every pool is paused already: nothing is to do."
            : "%d pools of \"%s\" are paused: their clients wait until they are resumed."
                .formatted(intent.toChange().size(), intent.database()),
        List.of(
            new PlannedStep(
                PAUSE_POOLS,
                "Pause the pools",
                "Sends PAUSE for each of them, and waits up to %s until PgBouncer has no connection to PostgreSQL left."
                    .formatted(intent.drainTimeout()),
                intent.toChange().stream().map(pool -> "the pool " + pool.words()).toList(),
                true),
            new PlannedStep(
                VERIFY_POOLS,
                "Verify the pools",
                "Looks once more whether all of them are paused.",
                List.of(),
                true)),
        "A cancel resumes what this operation has paused, and so does a pool that does not come to"
            + " rest. After the end the pools stay paused until they are resumed.",
        List.of("Clients that lose patience break off by themselves."),
        intent.drainTimeout());
  }

  @Override
  public List<Step<PoolIntent>> steps(PoolIntent intent) {
    return List.of(Step.of(PAUSE_POOLS, this::pause), Step.of(VERIFY_POOLS, this::verify));
  }

  private StepReport pause(StepContext<PoolIntent> context) {
    var calls = new PoolCalls(poolers, context);
    var targets = context.intent().toChange();
    context.rememberFirst(BEGUN_AT, context.clock().instant().toString());
    try {
      targets.forEach(calls::pause);
      var restless =
          context.await(
              "the pools to come to rest",
              PoolCalls.PAUSE,
              () -> {
                var moving = targets.stream().filter(target -> !rests(calls, target)).toList();
                return Optional.of(moving).filter(some -> some.isEmpty() || isOver(context));
              });
      if (!restless.isEmpty()) {
        throw restless(context.intent(), restless);
      }
    } catch (ProblemException failed) {
      throw undone(calls, targets, failed);
    }
    return StepReport.of(
        "The pools are paused and have no connection to PostgreSQL left.",
        Fact.of("paused", targets.size()));
  }

  private static boolean rests(PoolCalls calls, PoolTarget target) {
    return calls
        .seenIfAnswered(target)
        .filter(PooledDatabase::paused)
        .filter(database -> database.connections() == 0)
        .isPresent();
  }

  /** The time is that of the first runner, whoever runs it now. */
  private static boolean isOver(StepContext<PoolIntent> context) {
    var end = Instant.parse(context.recallKept(BEGUN_AT)).plus(context.intent().drainTimeout());
    return context.clock().instant().isAfter(end);
  }

  private static ProblemException restless(PoolIntent intent, List<PoolTarget> restless) {
    var names = String.join(", ", restless.stream().map(PoolTarget::words).toList());
    return Problem.of(
            ProblemCode.COMPONENT_TIMEOUT,
            "After %s transactions still run, or PgBouncer does not answer: %s."
                .formatted(intent.drainTimeout(), names))
        .withRemedy(
            "listPostgresqlConnections shows the oldest transactions. End them, or wait longer by"
                + " drainTimeout, then start again.")
        .causedBy(Component.Type.PGBOUNCER.name(), intent.database(), "no rest: " + names)
        .asException();
  }

  /** The failure, once everything is as before: or with what could not be undone. */
  private static ProblemException undone(
      PoolCalls calls, List<PoolTarget> targets, ProblemException failure) {
    var left = calls.resumeAll(targets);
    if (left.isEmpty()) {
      return failure;
    }
    var problem = failure.problem();
    return new ProblemException(
        problem.withRemedy(
            "Pools may still be paused, because they could not be resumed either: %s Run resumePool when they answer."
                .formatted(left.getFirst().problem().detail())));
  }

  private StepReport verify(StepContext<PoolIntent> context) {
    var calls = new PoolCalls(poolers, context);
    long end = System.nanoTime() + ANSWERS.toNanos();
    var lost =
        context.await(
            "every PgBouncer to say that it is paused",
            PoolCalls.PAUSE,
            () -> {
              var others =
                  context.intent().pools().stream()
                      .filter(target -> !calls.isPausedSurely(target))
                      .toList();
              return Optional.of(others).filter(some -> some.isEmpty() || System.nanoTime() > end);
            });
    if (!lost.isEmpty()) {
      throw undone(
          calls,
          context.intent().toChange(),
          Problem.of(
                  ProblemCode.PLATFORM_CHANGED,
                  "Somebody has resumed a pool, or PgBouncer was restarted or is gone: %s."
                      .formatted(String.join(", ", lost.stream().map(PoolTarget::words).toList())))
              .withRemedy("The others were resumed, too. Find out who it was, then start again.")
              .asException());
    }
    return StepReport.of("Every pool is paused.");
  }

  @Override
  public String restore(StepContext<PoolIntent> context) {
    var calls = new PoolCalls(poolers, context);
    var failed = calls.resumeAll(context.intent().toChange());
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
    return "the pools that it had paused are resumed";
  }

  @Override
  public Object result(StepContext<PoolIntent> context) {
    return PoolResult.of(KIND, context.intent());
  }
}
