package dev.binnacle.databases.redis;

import java.util.List;
import java.util.Optional;

/**
 * That every master is to have its part of the slots.
 *
 * @param weights of the masters that are not to have a weight of 1
 * @param threshold by how many percent a master may miss its part before anything is moved
 * @param useEmptyMasters whether masters without slots get their part, too
 * @param keysPerSecond how fast keys may move; empty for as fast as they can
 * @param replaceKeys whether of two different values of a key that of the source counts
 */
public record RebalanceWish(
    List<Weight> weights,
    double threshold,
    boolean useEmptyMasters,
    Optional<Integer> keysPerSecond,
    boolean replaceKeys) {

  public RebalanceWish {
    weights = List.copyOf(weights);
  }

  /**
   * The weight of a master.
   *
   * @param node its id or its address
   */
  public record Weight(String node, double weight) {}
}
