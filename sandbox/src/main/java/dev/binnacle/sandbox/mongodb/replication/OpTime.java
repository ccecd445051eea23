package dev.binnacle.sandbox.mongodb.replication;

import java.time.Instant;
import java.util.Comparator;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonTimestamp;

/**
 * Where an operation stands in the order of all operations.
 *
 * @param seconds since 1970
 * @param increment counts the operations of a second, from 1
 * @param term the term of the primary that wrote it
 */
public record OpTime(int seconds, int increment, long term) implements Comparable<OpTime> {
  /** Before the first operation. */
  public static final OpTime NONE = new OpTime(0, 0, -1);

  private static final Comparator<OpTime> ORDER =
      Comparator.comparingLong(OpTime::term)
          .thenComparingInt(OpTime::seconds)
          .thenComparingInt(OpTime::increment);

  @Override
  public int compareTo(OpTime other) {
    return ORDER.compare(this, other);
  }

  /** The BSON timestamp of it. */
  public BsonTimestamp timestamp() {
    return new BsonTimestamp(seconds, increment);
  }

  /** As members tell each other and clients. */
  public BsonDocument document() {
    return new BsonDocument("ts", timestamp()).append("t", new BsonInt64(term));
  }

  /** The second in which it was. */
  public Instant date() {
    return Instant.ofEpochSecond(seconds);
  }
}
