package dev.binnacle.platform.postgresql;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What {@code pg_stat_statements} of a server has to say. */
public sealed interface StatementStatistics {

  /**
   * The counters since they were reset.
   *
   * @param resetAt when that was; empty before PostgreSQL 14
   * @param evictions how often statements were dropped for want of room; empty before 14
   * @param hidden how many statements the user may not see
   */
  record Counted(
      Optional<Instant> resetAt,
      Optional<Long> evictions,
      int hidden,
      Map<StatementKey, StatementCounters> counters)
      implements StatementStatistics {

    public Counted {
      counters = Map.copyOf(counters);
    }
  }

  /** Nothing is counted. */
  record NotAvailable(Unseen reason) implements StatementStatistics {}
}
