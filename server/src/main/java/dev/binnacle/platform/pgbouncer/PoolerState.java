package dev.binnacle.platform.pgbouncer;

import java.util.List;

/**
 * What a PgBouncer shows of itself.
 *
 * @param version in its own words
 * @param databases by name
 * @param pools by database and user
 */
public record PoolerState(String version, List<PooledDatabase> databases, List<Pool> pools) {

  public PoolerState {
    databases = List.copyOf(databases);
    pools = List.copyOf(pools);
  }

  /** The pools of a database. */
  public List<Pool> pools(String database) {
    return pools.stream().filter(pool -> pool.database().equals(database)).toList();
  }
}
