package dev.binnacle.sandbox.mongodb.data;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;

/** The operations that run on the members and take their time. Thread-safe. */
public final class RunningOperations {
  private final Map<Integer, RunningOperation> running = new ConcurrentSkipListMap<>();
  private final AtomicInteger last = new AtomicInteger(100);

  /** Begins an operation; answers the number under which it ends. */
  public int begin(
      String member,
      String kind,
      String namespace,
      BsonDocument command,
      String plan,
      boolean waitingForLock,
      Instant startedAt) {
    int id = last.incrementAndGet();
    running.put(
        id,
        new RunningOperation(
            id,
            member,
            kind,
            namespace,
            command,
            "10.20.9.4:51820",
            plan,
            waitingForLock,
            startedAt));
    return id;
  }

  /** Ends an operation. */
  public void end(int id) {
    running.remove(id);
  }

  /** What {@code $currentOp} shows on a member. */
  public List<BsonDocument> of(String member, Instant now) {
    return running.values().stream()
        .filter(operation -> operation.member().equals(member))
        .map(operation -> operation.document(now))
        .toList();
  }
}
