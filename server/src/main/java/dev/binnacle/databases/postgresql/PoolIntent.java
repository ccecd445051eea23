package dev.binnacle.databases.postgresql;

import java.time.Duration;
import java.util.List;

/** Which pools are to be paused or resumed, those that are so already among them. */
public record PoolIntent(String database, List<PoolTarget> pools, Duration drainTimeout) {

  public PoolIntent {
    pools = List.copyOf(pools);
  }

  /** Those with which something is to be done. */
  List<PoolTarget> toChange() {
    return pools.stream().filter(target -> !target.already()).toList();
  }
}
