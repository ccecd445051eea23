package dev.binnacle.sandbox.mongodb.data;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** The collections of a replica set by their namespaces. Guarded by the lock of the replica set. */
public final class Catalog {
  private final TreeMap<String, StoredCollection> collections = new TreeMap<>();

  /** A catalog with those collections. */
  public Catalog(List<CollectionSeed> seeds) {
    seeds.forEach(seed -> collections.put(seed.namespace(), new StoredCollection(seed)));
  }

  /** The names of all databases with collections, sorted. */
  public Set<String> databases() {
    Set<String> names = new TreeSet<>();
    collections.keySet().forEach(namespace -> names.add(database(namespace)));
    return names;
  }

  private static String database(String namespace) {
    return namespace.substring(0, namespace.indexOf('.'));
  }

  /** The names of the collections of a database, sorted. */
  public List<String> collections(String database) {
    return of(database).sequencedKeySet().stream()
        .map(namespace -> namespace.substring(database.length() + 1))
        .toList();
  }

  private SequencedMap<String, StoredCollection> of(String database) {
    return collections.subMap(database + ".", database + ".\uffff");
  }

  /**
   * Adds a document that is there after so many operations.
   *
   * @throws Refusal when there is one with its id
   */
  public void insert(String namespace, long number, BsonDocument document) {
    StoredCollection collection =
        collections.computeIfAbsent(
            namespace, fresh -> new StoredCollection(new CollectionSeed(fresh, 0, 0, 0)));
    if (collection.contains(document.get("_id"))) {
      throw new Refusal(
          ErrorCode.DUPLICATE_KEY,
          "E11000 duplicate key error collection: %s index: _id_ dup key: { _id: %s }"
              .formatted(namespace, document.get("_id")));
    }
    collection.insert(number, document);
  }

  /** What can be read of a collection by a member that has applied so many operations. */
  public List<BsonDocument> documents(String namespace, long applied) {
    return Optional.ofNullable(collections.get(namespace))
        .map(collection -> collection.documents(applied))
        .orElse(List.of());
  }

  /**
   * Gives a member's free bytes of a collection back.
   *
   * @throws Refusal when there is no such collection
   */
  public long compact(String namespace, String member) {
    StoredCollection collection = collections.get(namespace);
    if (collection == null) {
      throw new Refusal(ErrorCode.NAMESPACE_NOT_FOUND, "collection does not exist");
    }
    return collection.compact(member);
  }

  /** Whether there is such a collection. */
  public boolean contains(String namespace) {
    return collections.containsKey(namespace);
  }

  /** As {@code collStats} shows a collection; one that does not exist is empty. */
  public BsonDocument collectionStatistics(String namespace, String member) {
    StoredCollection collection = collections.get(namespace);
    if (collection == null) {
      return new BsonDocument("ns", new BsonString(namespace))
          .append("size", new BsonInt32(0))
          .append("count", new BsonInt32(0))
          .append("numOrphanDocs", new BsonInt32(0))
          .append("storageSize", new BsonInt32(0))
          .append("freeStorageSize", new BsonInt32(0))
          .append("totalSize", new BsonInt32(0))
          .append("nindexes", new BsonInt32(0))
          .append("totalIndexSize", new BsonInt32(0))
          .append("indexSizes", new BsonDocument());
    }
    long count = collection.count();
    return new BsonDocument("ns", new BsonString(namespace))
        .append("size", new BsonInt64(collection.dataBytes()))
        .append("count", new BsonInt64(count))
        .append("avgObjSize", new BsonInt64(count == 0 ? 0 : collection.dataBytes() / count))
        .append("numOrphanDocs", new BsonInt32(0))
        .append("storageSize", new BsonInt64(collection.storageBytes(member)))
        .append("freeStorageSize", new BsonInt64(collection.freeBytes(member)))
        .append("capped", BsonBoolean.FALSE)
        .append("nindexes", new BsonInt32(1))
        .append("indexSizes", new BsonDocument("_id_", new BsonInt64(collection.indexBytes())))
        .append("totalIndexSize", new BsonInt64(collection.indexBytes()))
        .append(
            "totalSize", new BsonInt64(collection.storageBytes(member) + collection.indexBytes()))
        .append("scaleFactor", new BsonInt32(1));
  }

  /** As {@code dbStats} shows a database. */
  public BsonDocument databaseStatistics(String database, String member) {
    var all = of(database).values();
    long objects = all.stream().mapToLong(StoredCollection::count).sum();
    long data = all.stream().mapToLong(StoredCollection::dataBytes).sum();
    long storage = all.stream().mapToLong(collection -> collection.storageBytes(member)).sum();
    long indexes = all.stream().mapToLong(StoredCollection::indexBytes).sum();
    long free = all.stream().mapToLong(collection -> collection.freeBytes(member)).sum();
    return new BsonDocument("db", new BsonString(database))
        .append("collections", new BsonInt64(all.size()))
        .append("views", new BsonInt64(0))
        .append("objects", new BsonInt64(objects))
        .append("avgObjSize", new BsonDouble(objects == 0 ? 0 : (double) data / objects))
        .append("dataSize", new BsonDouble(data))
        .append("storageSize", new BsonDouble(storage))
        .append("freeStorageSize", new BsonDouble(free))
        .append("indexes", new BsonInt64(all.size()))
        .append("indexSize", new BsonDouble(indexes))
        .append("indexFreeStorageSize", new BsonDouble(0))
        .append("totalSize", new BsonDouble(storage + indexes))
        .append("totalFreeStorageSize", new BsonDouble(free))
        .append("scaleFactor", new BsonDouble(1))
        .append("fsUsedSize", new BsonDouble(2.0 * (storage + indexes)))
        .append("fsTotalSize", new BsonDouble(8.0 * (storage + indexes)));
  }

  /** What a database needs of a member's disk. */
  public long bytesOnDisk(String database, String member) {
    return of(database).values().stream()
        .mapToLong(collection -> collection.storageBytes(member) + collection.indexBytes())
        .sum();
  }
}
