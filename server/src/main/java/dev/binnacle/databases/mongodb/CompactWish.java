package dev.binnacle.databases.mongodb;

/**
 * What a caller of a rolling compaction wants.
 *
 * @param collection its namespace, database and collection with a dot between
 */
public record CompactWish(String collection) {}
