package dev.binnacle.sandbox.mongodb.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A collection on all members. Guarded by the lock of the replica set. */
final class StoredCollection {
  private static final int INDEX_BYTES = 20;
  private static final int SMALLEST = 4096;

  /** A document and the number of operations after which it is there. */
  private record Stored(long number, BsonDocument document) {}

  private final CollectionSeed seed;
  private final List<Stored> inserted = new ArrayList<>();
  private final Map<String, Long> freed = new HashMap<>();
  private long insertedBytes;

  StoredCollection(CollectionSeed seed) {
    this.seed = seed;
  }

  boolean contains(BsonValue id) {
    return inserted.stream().anyMatch(stored -> stored.document().get("_id").equals(id));
  }

  void insert(long number, BsonDocument document) {
    inserted.add(new Stored(number, document));
    insertedBytes += document.toString().length();
  }

  /** What a member that has applied so many operations can read. */
  List<BsonDocument> documents(long applied) {
    return inserted.stream()
        .filter(stored -> stored.number() <= applied)
        .map(Stored::document)
        .toList();
  }

  long count() {
    return seed.documents() + inserted.size();
  }

  long dataBytes() {
    return seed.documents() * seed.averageSize() + insertedBytes;
  }

  long freeBytes(String member) {
    return seed.freeBytes() - freed.getOrDefault(member, 0L);
  }

  long storageBytes(String member) {
    return Math.max(SMALLEST, dataBytes() + freeBytes(member));
  }

  long indexBytes() {
    return Math.max(SMALLEST, count() * INDEX_BYTES);
  }

  /** Gives the free bytes of a member back; answers how many there were. */
  long compact(String member) {
    long free = freeBytes(member);
    freed.merge(member, free, Long::sum);
    return free;
  }
}
