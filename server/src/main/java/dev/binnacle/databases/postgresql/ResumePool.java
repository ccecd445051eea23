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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Lets the clients of paused pools go on. */
@ApplicationScoped
public class ResumePool implements Procedure<PoolWish, PoolIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "RESUME_POOL";

  static final String RESUME_POOLS = "resume-pools";

  private static final Duration USUAL = Duration.ofSeconds(2);

  private static final ProcedureProfile<PoolWish, PoolIntent> PROFILE =
      ProcedureProfile.harmless(
          KIND, "resumePool", PausePool.CONFLICT_CLASS, PoolWish.class, PoolIntent.class);

  private final PatroniDatabases databases;
  private final PostgresqlSnapshots snapshots;
  private final Poolers poolers;

  /** Required by CDI. */
  protected ResumePool() {
    this(null, null, null);
  }

  /** The procedure on those databases. */
  @Inject
  public ResumePool(PatroniDatabases databases, PostgresqlSnapshots snapshots, Poolers poolers) {
    this.databases = databases;
    this.snapshots = snapshots;
    this.poolers = poolers;
  }

  @Override
  public ProcedureProfile<PoolWish, PoolIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<PoolIntent> propose(Target target, PoolWish wish) {
    var database = databases.described(target.name());
    var snapshot = snapshots.take(database);
    var seen = PoolChoice.poolers(database.name(), snapshot.poolers(), wish.pgbouncer());
    var intent =
        new PoolIntent(
            database.name(), PoolChoice.pools(seen, wish.pool(), false), wish.drainTimeout());
    return new Proposal<>(
        intent,
        plan(intent),
        List.of(PoolGuards.answerToResume(seen), PoolGuards.serves(snapshot)));
  }

  private static Plan plan(PoolIntent intent) {
    return new Plan(
        intent.toChange().isEmpty()
            ? "No pool is paused: nothing is to do."
            : "%d pools of \"%s\" are resumed: those who wait go on."
                .formatted(intent.toChange().size(), intent.database()),
        List.of(
            new PlannedStep(
                RESUME_POOLS,
                "Resume the pools",
                "Sends RESUME for each of them, and looks whether it is paused no more.",
                intent.toChange().stream().map(pool -> "the pool " + pool.words()).toList(),
                true)),
        "A cancel before \"%s\" leaves them paused. After it nothing is undone."
            .formatted(RESUME_POOLS),
        List.of(),
        USUAL);
  }

  @Override
  public List<Step<PoolIntent>> steps(PoolIntent intent) {
    return List.of(Step.of(RESUME_POOLS, this::resume));
  }

  private StepReport resume(StepContext<PoolIntent> context) {
    var calls = new PoolCalls(poolers, context);
    var failed = calls.resumeAll(context.intent().toChange());
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
    return StepReport.of(
        "No pool is paused any more.", Fact.of("resumed", context.intent().toChange().size()));
  }

  @Override
  public Object result(StepContext<PoolIntent> context) {
    return PoolResult.of(KIND, context.intent());
  }
}
