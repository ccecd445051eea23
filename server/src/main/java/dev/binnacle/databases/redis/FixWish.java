package dev.binnacle.databases.redis;

/**
 * That open slots are to be closed.
 *
 * @param replaceKeys whether of two different values of a key that of the node it leaves counts
 */
public record FixWish(boolean replaceKeys) {}
