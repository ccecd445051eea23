package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.postgresql.StatementCounters;
import dev.binnacle.platform.postgresql.StatementKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The counters of a member's statements at some time.
 *
 * @param resetAt when they began; empty before PostgreSQL 14
 */
public record StatementSample(
    String member,
    Optional<Instant> resetAt,
    Instant takenAt,
    Map<StatementKey, StatementCounters> counters) {

  public StatementSample {
    counters = Map.copyOf(counters);
  }
}
