package dev.binnacle.databases.redis;

/**
 * In which cluster open slots are to be closed.
 *
 * @param slots how many were open when it was planned
 */
public record FixIntent(String database, int slots, boolean replaceKeys) {}
