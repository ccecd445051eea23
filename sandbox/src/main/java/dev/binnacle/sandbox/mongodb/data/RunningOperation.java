package dev.binnacle.sandbox.mongodb.data;

import java.time.Duration;
import java.time.Instant;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * An operation that takes its time, as {@code $currentOp} shows it.
 *
 * @param kind {@code query}, {@code command}, {@code update}, …
 */
public record RunningOperation(
    int id,
    String member,
    String kind,
    String namespace,
    BsonDocument command,
    String client,
    String plan,
    boolean waitingForLock,
    Instant startedAt) {
  BsonDocument document(Instant now) {
    Duration running = Duration.between(startedAt, now);
    BsonDocument shown =
        new BsonDocument("type", new BsonString("op"))
            .append("host", new BsonString(member))
            .append("desc", new BsonString("conn" + id))
            .append("connectionId", new BsonInt32(id))
            .append("client", new BsonString(client))
            .append("active", BsonBoolean.TRUE)
            .append("currentOpTime", new BsonString(now.toString()))
            .append("opid", new BsonInt32(id))
            .append("secs_running", new BsonInt64(running.toSeconds()))
            .append("microsecs_running", new BsonInt64(running.toNanos() / 1000))
            .append("op", new BsonString(kind))
            .append("ns", new BsonString(namespace))
            .append("command", command)
            .append("numYields", new BsonInt32(0))
            .append("waitingForLock", BsonBoolean.valueOf(waitingForLock))
            .append("waitingForFlowControl", BsonBoolean.FALSE);
    if (!plan.isEmpty()) {
      shown.append("planSummary", new BsonString(plan));
    }
    return shown;
  }
}
