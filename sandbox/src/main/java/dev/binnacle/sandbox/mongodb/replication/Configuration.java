package dev.binnacle.sandbox.mongodb.replication;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/**
 * A configuration of the replica set. The one with the higher term is the newer one, and among
 * those of a term the one with the higher version.
 *
 * @param term of the primary that installed it; -1 after a forced reconfiguration
 * @param settings as they were given
 */
public record Configuration(
    String name,
    int version,
    long term,
    ObjectId id,
    List<MemberConfiguration> members,
    BsonDocument settings) {
  static final long NO_TERM = -1;

  public Configuration {
    members = List.copyOf(members);
  }

  /** The member at that address. */
  public Optional<MemberConfiguration> member(String host) {
    return members.stream().filter(member -> member.host().equals(host)).findFirst();
  }

  /** How many votes there are, those of members that are not ready yet left out. */
  int voters() {
    return (int) members.stream().filter(MemberConfiguration::votesNow).count();
  }

  /** How many votes win an election. */
  int majority() {
    return voters() / 2 + 1;
  }

  boolean newerThan(Configuration other) {
    return term != NO_TERM && other.term != NO_TERM && term != other.term
        ? term > other.term
        : version > other.version;
  }

  Configuration in(long newTerm) {
    return new Configuration(name, version, newTerm, id, members, settings);
  }

  Configuration next(UnaryOperator<MemberConfiguration> change) {
    return new Configuration(
        name, version + 1, term, id, members.stream().map(change).toList(), settings);
  }

  Configuration withMembers(List<MemberConfiguration> others) {
    return new Configuration(name, version, term, id, others, settings);
  }

  /**
   * A configuration that a client sends.
   *
   * @throws Refusal when it cannot be one
   */
  static Configuration parse(BsonDocument document, Configuration present) {
    List<MemberConfiguration> members = new ArrayList<>();
    for (BsonValue member : document.getArray("members", new BsonArray())) {
      members.add(MemberConfiguration.parse(member.asDocument()));
    }
    if (members.isEmpty()) {
      throw new Refusal(
          ErrorCode.INVALID_REPLICA_SET_CONFIG, "Number of members must be at least 1, but is 0");
    }
    BsonDocument settings = document.getDocument("settings", new BsonDocument());
    BsonValue id = settings.get("replicaSetId");
    BsonValue version = document.get("version", new BsonInt32(1));
    return new Configuration(
        document.getString("_id", new BsonString("")).getValue(),
        version.isNumber() ? version.asNumber().intValue() : 1,
        present.term(),
        id != null && id.isObjectId() ? id.asObjectId().getValue() : present.id(),
        members,
        settings);
  }

  /** As {@code replSetGetConfig} shows it. */
  public BsonDocument document() {
    BsonArray list = new BsonArray();
    members.forEach(member -> list.add(member.document()));
    BsonDocument shown = settings.clone();
    shown.putIfAbsent("chainingAllowed", BsonBoolean.TRUE);
    shown.putIfAbsent("heartbeatIntervalMillis", new BsonInt32(2000));
    shown.putIfAbsent("heartbeatTimeoutSecs", new BsonInt32(10));
    shown.putIfAbsent("electionTimeoutMillis", new BsonInt32(10_000));
    shown.putIfAbsent("catchUpTimeoutMillis", new BsonInt32(-1));
    shown.putIfAbsent("catchUpTakeoverDelayMillis", new BsonInt32(30_000));
    shown.put("replicaSetId", new BsonObjectId(id));
    return new BsonDocument("_id", new BsonString(name))
        .append("version", new BsonInt32(version))
        .append("term", new BsonInt64(term))
        .append("members", list)
        .append("protocolVersion", new BsonInt64(1))
        .append("writeConcernMajorityJournalDefault", BsonBoolean.TRUE)
        .append("settings", shown);
  }
}
