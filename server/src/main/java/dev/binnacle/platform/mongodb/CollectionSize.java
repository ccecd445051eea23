package dev.binnacle.platform.mongodb;

/**
 * How large a collection is on the asked member.
 *
 * @param dataBytes the documents, uncompressed
 * @param storageBytes the file of the documents, with what is free in it
 * @param freeBytes what is free in the file: what a compaction can give back at most
 */
public record CollectionSize(
    String database,
    String collection,
    long documents,
    long dataBytes,
    long storageBytes,
    long indexBytes,
    long freeBytes) {

  /** Database and collection, as MongoDB writes them. */
  public String namespace() {
    return database + "." + collection;
  }
}
