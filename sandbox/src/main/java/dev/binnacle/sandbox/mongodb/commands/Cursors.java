package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** Results that clients read in several batches. Thread-safe. */
final class Cursors {
  private static final int USUAL_BATCH = 101;

  private record Open(String namespace, List<BsonDocument> rest) {}

  private final Map<Long, Open> open = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong(4_000_000_000L);

  /** The first batch of a result. */
  BsonDocument first(String namespace, List<BsonDocument> all, long batchSize) {
    return batch(namespace, all, batchSize < 0 ? USUAL_BATCH : batchSize, "firstBatch");
  }

  /**
   * The next batch.
   *
   * @throws Refusal when the cursor is exhausted, killed, or another member's
   */
  BsonDocument next(long id, long batchSize) {
    Open found = open.remove(id);
    if (found == null) {
      throw new Refusal(ErrorCode.CURSOR_NOT_FOUND, "cursor id %d not found".formatted(id));
    }
    return batch(
        found.namespace(),
        found.rest(),
        batchSize <= 0 ? Integer.MAX_VALUE : batchSize,
        "nextBatch");
  }

  void kill(long id) {
    open.remove(id);
  }

  private BsonDocument batch(
      String namespace, List<BsonDocument> all, long batchSize, String member) {
    int count = (int) Math.min(batchSize, all.size());
    long id = 0;
    if (count < all.size()) {
      id = last.incrementAndGet();
      open.put(id, new Open(namespace, all.subList(count, all.size())));
    }
    return new BsonDocument(
        "cursor",
        new BsonDocument(member, new BsonArray(all.subList(0, count)))
            .append("id", new BsonInt64(id))
            .append("ns", new BsonString(namespace)));
  }
}
