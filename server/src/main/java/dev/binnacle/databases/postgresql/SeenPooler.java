package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.pgbouncer.PoolerState;

/**
 * A PgBouncer and what it showed, or why it showed nothing.
 *
 * @param name where it listens, as the platform description has it
 */
public record SeenPooler(String name, Answer<PoolerState> state) {}
