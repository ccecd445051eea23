package dev.binnacle.platform.mongodb;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Turns answers of the server into records. Their shapes are those of the manual's pages on {@code
 * replSetGetStatus}, {@code collStats}, {@code dbStats} and {@code $currentOp}. Pure.
 */
final class Shapes {

  private Shapes() {}

  static ReplicaSetStatus status(BsonDocument answer) {
    var members =
        answer.getArray("members").stream().map(value -> member(value.asDocument())).toList();
    var self =
        answer.getArray("members").stream()
            .map(BsonValue::asDocument)
            .filter(member -> member.getBoolean("self", BsonBoolean.FALSE).getValue())
            .map(member -> member.getString("name").getValue())
            .findFirst()
            .orElse("");
    return new ReplicaSetStatus(
        answer.getString("set").getValue(),
        self,
        number(answer, "term"),
        (int) number(answer, "majorityVoteCount"),
        members,
        Optional.ofNullable(answer.get("electionCandidateMetrics"))
            .map(value -> election(value.asDocument())));
  }

  private static MemberStatus member(BsonDocument member) {
    boolean healthy = member.getNumber("health", new BsonInt32(1)).intValue() == 1;
    return new MemberStatus(
        (int) number(member, "_id"),
        member.getString("name").getValue(),
        MemberState.of((int) number(member, "state")),
        healthy,
        Duration.ofSeconds(number(member, "uptime")),
        Optional.ofNullable(member.get("optime"))
            .filter(BsonValue::isDocument)
            .map(value -> time(value.asDocument()))
            .filter(time -> healthy && time.seconds() != 0),
        date(member, "lastAppliedWallTime").filter(Instant.EPOCH::isBefore),
        text(member, "syncSourceHost"),
        // Unlike lastHeartbeat, it stands still while the member is away.
        date(member, "lastHeartbeatRecv").filter(Instant.EPOCH::isBefore),
        date(member, "electionDate"),
        (int) number(member, "configVersion"),
        text(member, "infoMessage").or(() -> text(member, "lastHeartbeatMessage")));
  }

  private static OpTime time(BsonDocument time) {
    var timestamp = time.getTimestamp("ts");
    return new OpTime(timestamp.getTime(), timestamp.getInc(), number(time, "t"));
  }

  private static Election election(BsonDocument metrics) {
    return new Election(
        text(metrics, "lastElectionReason").orElse(""),
        date(metrics, "lastElectionDate").orElse(Instant.EPOCH),
        number(metrics, "electionTerm"),
        (int) number(metrics, "numVotesNeeded"),
        Optional.ofNullable(metrics.get("priorPrimaryMemberId"))
            .map(value -> value.asNumber().intValue()));
  }

  static OplogEntry oplogEntry(BsonDocument entry) {
    return new OplogEntry(
        date(entry, "wall")
            .orElseGet(() -> Instant.ofEpochSecond(entry.getTimestamp("ts").getTime())),
        OplogEntry.Kind.of(entry.getString("op").getValue()),
        entry.getString("ns").getValue());
  }

  static DatabaseSize databaseSize(BsonDocument statistics) {
    return new DatabaseSize(
        statistics.getString("db").getValue(),
        number(statistics, "collections"),
        number(statistics, "objects"),
        number(statistics, "dataSize"),
        number(statistics, "storageSize"),
        number(statistics, "indexSize"),
        number(statistics, "freeStorageSize"));
  }

  static CollectionSize collectionSize(
      String database, String collection, BsonDocument statistics) {
    return new CollectionSize(
        database,
        collection,
        number(statistics, "count"),
        number(statistics, "size"),
        number(statistics, "storageSize"),
        number(statistics, "totalIndexSize"),
        number(statistics, "freeStorageSize"));
  }

  static RunningOperation operation(BsonDocument operation) {
    var command = operation.getDocument("command", new BsonDocument());
    return new RunningOperation(
        Optional.ofNullable(operation.get("opid"))
            .map(id -> id.isString() ? id.asString().getValue() : id.asNumber().intValue() + "")
            .orElse(""),
        text(operation, "op").orElse("none"),
        text(operation, "ns").orElse(""),
        command.isEmpty() ? Optional.empty() : Optional.of(command.getFirstKey()),
        text(operation, "client"),
        text(operation, "planSummary"),
        Duration.ofNanos(number(operation, "microsecs_running") * 1000),
        operation.getBoolean("waitingForLock", BsonBoolean.FALSE).getValue());
  }

  static long number(BsonDocument document, String name) {
    return document.getNumber(name, new BsonInt64(0)).longValue();
  }

  private static Optional<String> text(BsonDocument document, String name) {
    return Optional.of(document.getString(name, new BsonString("")).getValue())
        .filter(text -> !text.isEmpty());
  }

  private static Optional<Instant> date(BsonDocument document, String name) {
    return document.isDateTime(name)
        ? Optional.of(Instant.ofEpochMilli(document.getDateTime(name).getValue()))
        : Optional.empty();
  }
}
