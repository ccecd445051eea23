package dev.binnacle.databases;

import dev.binnacle.databases.postgresql.PausePool;
import dev.binnacle.databases.postgresql.PoolWish;
import dev.binnacle.databases.postgresql.ReloadPgbouncer;
import dev.binnacle.databases.postgresql.ResumePool;
import dev.binnacle.http.Request;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.Submission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns wishes about connection pools into submissions. */
@ApplicationScoped
class PoolSubmissions {

  /** What comes on top of the time that running transactions are given. */
  private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

  private final DatabaseInventory inventory;
  private final PausePool pausePool;
  private final ResumePool resumePool;
  private final ReloadPgbouncer reloadPgbouncer;

  /** Required by CDI. */
  protected PoolSubmissions() {
    this(null, null, null, null);
  }

  @Inject
  PoolSubmissions(
      DatabaseInventory inventory,
      PausePool pausePool,
      ResumePool resumePool,
      ReloadPgbouncer reloadPgbouncer) {
    this.inventory = inventory;
    this.pausePool = pausePool;
    this.resumePool = resumePool;
    this.reloadPgbouncer = reloadPgbouncer;
  }

  /** Why somebody wants it, and which guards do not stop it. */
  record Grounds(String reason, List<String> overrideGuards, Request request) {}

  Submission<PoolWish> pause(String database, PoolWish wish, Grounds grounds) {
    return submission(pausePool, database, wish, grounds);
  }

  Submission<PoolWish> resume(String database, PoolWish wish, Grounds grounds) {
    return submission(resumePool, database, wish, grounds);
  }

  Submission<PoolWish> reload(String database, PoolWish wish, Grounds grounds) {
    return submission(reloadPgbouncer, database, wish, grounds);
  }

  private Submission<PoolWish> submission(
      Procedure<PoolWish, ?> procedure, String database, PoolWish wish, Grounds grounds) {
    return new Submission<>(
        procedure,
        DatabaseTarget.of(inventory.underPatroni(database)),
        wish,
        grounds.request().caller(),
        grounds.reason(),
        Optional.empty(),
        false,
        Set.copyOf(grounds.overrideGuards()),
        TIME_LIMIT.plus(wish.drainTimeout()),
        grounds.request().idempotencyHash());
  }
}
