package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.StepContext;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.pgbouncer.PooledDatabase;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the steps of the procedures on pools have in common. For one step of one run. */
final class PoolCalls {

  static final Duration PAUSE = Duration.ofMillis(200);

  private final Poolers poolers;
  private final StepContext<PoolIntent> context;

  PoolCalls(Poolers poolers, StepContext<PoolIntent> context) {
    this.poolers = poolers;
    this.context = context;
  }

  private String database() {
    return context.intent().database();
  }

  /**
   * The database as its PgBouncer has it now; empty when PgBouncer has it no more.
   *
   * @throws ProblemException when PgBouncer does not answer
   */
  Optional<PooledDatabase> seen(PoolTarget target) {
    return poolers.reach(database(), target.pgbouncer()).databases().stream()
        .filter(database -> database.name().equals(target.pool()))
        .findFirst();
  }

  /** The same; empty also while PgBouncer gives no answer. */
  Optional<PooledDatabase> seenIfAnswered(PoolTarget target) {
    return Tolerance.SILENCE.ask(() -> seen(target)).flatMap(known -> known);
  }

  boolean isPaused(PoolTarget target) {
    return seen(target).filter(PooledDatabase::paused).isPresent();
  }

  /** Whether it is paused, which it is not for sure as long as its PgBouncer gives no answer. */
  boolean isPausedSurely(PoolTarget target) {
    return seenIfAnswered(target).filter(PooledDatabase::paused).isPresent();
  }

  /** Pauses it unless it is so already. */
  void pause(PoolTarget target) {
    if (!isPaused(target)) {
      context.beforeEffect("Pausing the pool " + target.words() + ".");
      poolers.reach(database(), target.pgbouncer()).pause(target.pool());
    }
  }

  /** Resumes it unless it is so already. */
  void resume(PoolTarget target) {
    if (!isPaused(target)) {
      return;
    }
    context.beforeEffect("Resuming the pool " + target.words() + ".");
    try {
      poolers.reach(database(), target.pgbouncer()).resume(target.pool());
    } catch (ProblemException refused) {
      // PgBouncer refuses to resume what is not paused: somebody else was quicker.
      if (isPaused(target)) {
        throw refused;
      }
    }
  }

  /**
   * Resumes all of them, whoever of them cannot be.
   *
   * @return why some could not be
   */
  List<ProblemException> resumeAll(List<PoolTarget> targets) {
    var problems = new ArrayList<ProblemException>();
    for (var target : targets) {
      try {
        resume(target);
      } catch (ProblemException problem) {
        problems.add(problem);
      }
    }
    return problems;
  }
}
