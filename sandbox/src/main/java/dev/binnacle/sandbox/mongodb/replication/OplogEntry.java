package dev.binnacle.sandbox.mongodb.replication;

import java.time.Instant;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * An operation in the oplog.
 *
 * @param kind {@code i}, {@code u}, {@code d}, {@code c} or {@code n}
 * @param change the member {@code o}
 * @param size in bytes
 */
public record OplogEntry(
    OpTime time, String kind, String namespace, BsonDocument change, Instant wall, int size) {
  /** As a find on {@code local.oplog.rs} shows it. */
  public BsonDocument document() {
    return new BsonDocument("op", new BsonString(kind))
        .append("ns", new BsonString(namespace))
        .append("o", change)
        .append("ts", time.timestamp())
        .append("t", new BsonInt64(time.term()))
        .append("v", new BsonInt32(2))
        .append("wall", new BsonDateTime(wall.toEpochMilli()));
  }
}
