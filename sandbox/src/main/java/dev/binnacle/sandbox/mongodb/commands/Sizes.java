package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.data.Catalog;
import dev.binnacle.sandbox.mongodb.replication.Member;
import dev.binnacle.sandbox.mongodb.replication.Oplog;
import dev.binnacle.sandbox.mongodb.replication.ReplicaSet;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The commands that tell what there is, and how large it is. */
final class Sizes {
  private static final String OPLOG = "local.oplog.rs";

  private final ReplicaSet set;
  private final Member member;
  private final Catalog catalog;

  Sizes(ReplicaSet set, Member member, Catalog catalog) {
    this.set = set;
    this.member = member;
    this.catalog = catalog;
  }

  Map<String, Command> commands() {
    return Map.of(
        "listDatabases",
        call -> set.look(this::databases),
        "listCollections",
        call -> set.look(() -> collections(call)),
        "collStats",
        call -> set.look(() -> collection(call.namespace())),
        "dbStats",
        call -> set.look(() -> database(call)));
  }

  /** What is free is told to those only who ask for it, as it takes time. */
  private BsonDocument database(Call call) {
    BsonDocument statistics = catalog.databaseStatistics(call.database(), member.host());
    if (call.number("freeStorage", 0) == 0) {
      statistics.remove("freeStorageSize");
      statistics.remove("indexFreeStorageSize");
      statistics.remove("totalFreeStorageSize");
    }
    return statistics;
  }

  private BsonDocument databases() {
    BsonArray list = new BsonArray();
    long total = 0;
    for (String name : catalog.databases()) {
      long size = catalog.bytesOnDisk(name, member.host());
      total += size;
      list.add(entry(name, size));
    }
    list.add(entry("local", set.oplog().size()));
    total += set.oplog().size();
    return new BsonDocument("databases", list)
        .append("totalSize", new BsonInt64(total))
        .append("totalSizeMb", new BsonInt64(total / (1024 * 1024)));
  }

  private static BsonDocument entry(String name, long size) {
    return new BsonDocument("name", new BsonString(name))
        .append("sizeOnDisk", new BsonInt64(size))
        .append("empty", BsonBoolean.FALSE);
  }

  private BsonDocument collections(Call call) {
    String database = call.database();
    List<String> names =
        database.equals("local")
            ? List.of("oplog.rs", "system.replset")
            : catalog.collections(database);
    BsonArray list = new BsonArray();
    names.stream()
        .map(name ->
            new BsonDocument("name", new BsonString(name))
                .append("type", new BsonString("collection"))
                .append("options", new BsonDocument())
                .append("info", new BsonDocument("readOnly", BsonBoolean.FALSE)))
        .filter(shown -> Filter.matches(call.document("filter"), shown))
        .forEach(list::add);
    return new BsonDocument(
        "cursor",
        new BsonDocument("firstBatch", list)
            .append("id", new BsonInt64(0))
            .append("ns", new BsonString(database + ".$cmd.listCollections")));
  }

  /** Under the lock. */
  BsonDocument collection(String namespace) {
    if (!namespace.equals(OPLOG)) {
      return catalog.collectionStatistics(namespace, member.host());
    }
    Oplog oplog = set.oplog();
    int count = set.applied(member).size();
    return new BsonDocument("ns", new BsonString(OPLOG))
        .append("size", new BsonInt64(oplog.size()))
        .append("count", new BsonInt32(count))
        .append("avgObjSize", new BsonInt64(count == 0 ? 0 : oplog.size() / count))
        .append("storageSize", new BsonInt64(oplog.size()))
        .append("freeStorageSize", new BsonInt64(0))
        .append("capped", BsonBoolean.TRUE)
        .append("max", new BsonInt32(0))
        .append("maxSize", new BsonInt64(oplog.maximumSize()))
        .append("nindexes", new BsonInt32(0))
        .append("indexSizes", new BsonDocument())
        .append("totalIndexSize", new BsonInt32(0))
        .append("totalSize", new BsonInt64(oplog.size()))
        .append("scaleFactor", new BsonInt32(1));
  }

  /** Under the lock. */
  BsonValue count(String namespace) {
    return collection(namespace).get("count");
  }
}
