package dev.binnacle.databases.postgresql;

import dev.binnacle.health.Reason;
import dev.binnacle.health.Severity;
import dev.binnacle.platform.pgbouncer.Pool;
import dev.binnacle.platform.pgbouncer.PoolerState;
import dev.binnacle.problems.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Decides what is wrong with the connection pools of a database. Pure. */
final class PoolHealth {

  /** A client that waits this long for a connection is about to give up. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private PoolHealth() {}

  /** What is wrong with them for everybody: it belongs to the verdict on the database. */
  static List<Reason> reasons(List<SeenPooler> poolers) {
    var reasons = new ArrayList<Reason>();
    for (var pooler : poolers) {
      pooler
          .state()
          .problem()
          .map(Problem::detail)
          .ifPresent(why -> reasons.add(Reason.of("POOLER_UNREACHABLE", Severity.WARNING, why)));
      pooler.state().value().ifPresent(state -> paused(pooler.name(), state, reasons));
    }
    return reasons;
  }

  private static void paused(String pooler, PoolerState state, List<Reason> reasons) {
    for (var database : state.databases()) {
      if (database.paused()) {
        reasons.add(
            Reason.of(
                "POOL_PAUSED",
                Severity.WARNING,
                "The pool %s of %s is paused: %d clients wait until it is resumed."
                    .formatted(database.name(), pooler, waiting(state, database.name()))));
      }
    }
  }

  private static int waiting(PoolerState state, String database) {
    return state.pools(database).stream().mapToInt(Pool::clientsWaiting).sum();
  }

  /** Pools that are too small for their clients. */
  static List<Reason> shortages(List<SeenPooler> poolers) {
    var reasons = new ArrayList<Reason>();
    for (var pooler : poolers) {
      pooler.state().value().stream()
          .flatMap(state -> state.pools().stream())
          .filter(pool -> pool.longestWait().compareTo(LONGEST_WAIT) > 0)
          .map(pool ->
              Reason.of(
                  "POOL_EXHAUSTED",
                  Severity.WARNING,
                  "%d clients of %s wait for a connection of the pool %s of %s, the first for %s."
                      .formatted(
                          pool.clientsWaiting(),
                          pool.user(),
                          pool.database(),
                          pooler.name(),
                          pool.longestWait())))
          .forEach(reasons::add);
    }
    return reasons;
  }
}
