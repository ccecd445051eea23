package dev.binnacle.sandbox.mongodb.data;

/**
 * A collection that is there from the start, as far as its sizes tell: its documents cannot be
 * read.
 *
 * @param namespace database and collection, with a dot between
 * @param averageSize of a document, in bytes
 * @param freeBytes on each member, what a compaction gives back
 */
public record CollectionSeed(String namespace, long documents, int averageSize, long freeBytes) {}
