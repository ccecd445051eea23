package dev.binnacle.databases.postgresql;

import java.util.List;

/** The contract's result of the kinds PAUSE_POOL and RESUME_POOL. */
public record PoolResult(String kind, List<ChangedPool> pools) {

  /** A pool and whether something was done with it. */
  public record ChangedPool(String pgbouncer, String pool, boolean changed) {}

  public PoolResult {
    pools = List.copyOf(pools);
  }

  static PoolResult of(String kind, PoolIntent intent) {
    return new PoolResult(
        kind,
        intent.pools().stream()
            .map(target -> new ChangedPool(target.pgbouncer(), target.pool(), !target.already()))
            .toList());
  }
}
