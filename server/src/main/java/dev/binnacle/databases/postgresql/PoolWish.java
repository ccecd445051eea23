package dev.binnacle.databases.postgresql;

import java.time.Duration;
import java.util.Optional;

/**
 * Which pools are meant.
 *
 * @param pgbouncer only this one; empty for every one
 * @param pool only the database of this name in PgBouncer; empty for every one
 * @param drainTimeout how long a pause waits for running transactions; zero for other procedures
 */
public record PoolWish(Optional<String> pgbouncer, Optional<String> pool, Duration drainTimeout) {}
