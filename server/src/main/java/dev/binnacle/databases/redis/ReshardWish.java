package dev.binnacle.databases.redis;

import java.util.List;
import java.util.Optional;

/**
 * That slots are to go to one master.
 *
 * @param target its id or its address
 * @param sources the ids or addresses of the masters that give; none for all others
 * @param slots how many
 * @param keysPerSecond how fast keys may move; empty for as fast as they can
 * @param replaceKeys whether of two different values of a key that of the source counts
 */
public record ReshardWish(
    String target,
    List<String> sources,
    int slots,
    Optional<Integer> keysPerSecond,
    boolean replaceKeys) {

  public ReshardWish {
    sources = List.copyOf(sources);
  }
}
