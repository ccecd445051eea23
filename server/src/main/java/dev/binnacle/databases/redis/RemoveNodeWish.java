package dev.binnacle.databases.redis;

import java.util.Optional;

/**
 * That a node is to leave the cluster.
 *
 * @param node its id or its address
 * @param keysPerSecond how fast its keys may move; empty for as fast as they can
 * @param replaceKeys whether of two different values of a key that of the source counts
 */
public record RemoveNodeWish(String node, Optional<Integer> keysPerSecond, boolean replaceKeys) {}
