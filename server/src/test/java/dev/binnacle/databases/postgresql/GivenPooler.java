package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.pgbouncer.Pool;
import dev.binnacle.platform.pgbouncer.PoolMode;
import dev.binnacle.platform.pgbouncer.PooledDatabase;
import dev.binnacle.platform.pgbouncer.PoolerState;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** PgBouncers that offer one database, shop. */
final class GivenPooler {

  static final String POOL = "shop";

  private GivenPooler() {}

  static SeenPooler serving(String name) {
    return of(name, false, pool(PoolMode.TRANSACTION, 0, Duration.ZERO));
  }

  static SeenPooler paused(String name, int waiting) {
    return of(name, true, pool(PoolMode.TRANSACTION, waiting, Duration.ofSeconds(60)));
  }

  static SeenPooler exhausted(String name, Duration wait) {
    return of(name, false, pool(PoolMode.TRANSACTION, 7, wait));
  }

  static SeenPooler ofSessions(String name) {
    return of(name, false, pool(PoolMode.SESSION, 0, Duration.ZERO));
  }

  static SeenPooler silent(String name) {
    return new SeenPooler(
        name, Answer.failed(Problem.of(ProblemCode.COMPONENT_UNAVAILABLE, name + " is silent.")));
  }

  private static Pool pool(PoolMode mode, int waiting, Duration wait) {
    return new Pool(POOL, "maria", mode, 4, waiting, 2, 1, 0, wait);
  }

  private static SeenPooler of(String name, boolean paused, Pool pool) {
    var database = new PooledDatabase(POOL, Optional.of("10.20.0.11"), 5432, 20, 3, paused, false);
    return new SeenPooler(
        name, Answer.of(new PoolerState("PgBouncer 1.18.0", List.of(database), List.of(pool))));
  }
}
