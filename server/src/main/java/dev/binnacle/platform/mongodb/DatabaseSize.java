package dev.binnacle.platform.mongodb;

/**
 * How large a database is on the asked member.
 *
 * @param dataBytes the documents, uncompressed
 * @param storageBytes the files of the documents, with what is free in them
 * @param freeBytes what is free in the files
 */
public record DatabaseSize(
    String name,
    long collections,
    long documents,
    long dataBytes,
    long storageBytes,
    long indexBytes,
    long freeBytes) {}
