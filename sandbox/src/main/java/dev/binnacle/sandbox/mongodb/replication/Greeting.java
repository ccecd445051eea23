package dev.binnacle.sandbox.mongodb.replication;

import java.util.List;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;

/**
 * {@code hello} and {@code isMaster}: by which drivers learn who leads. In the shape of the
 * manual's page on {@code hello}; drivers have their own specification of what they make of it.
 */
public final class Greeting {
  /** Of MongoDB 7.0. */
  private static final int WIRE_VERSION = 21;

  /** Election ids sort by term: the upper half is this, the lower half the term. */
  private static final String ELECTION_ID = "7fffffff%016x";

  private Greeting() {}

  /**
   * What a member says of itself.
   *
   * @param writable the name of the member that says whether it leads
   */
  public static BsonDocument of(ReplicaSet set, Member self, String writable) {
    return set.look(() -> document(set, self, writable));
  }

  /** The number of changes that a member has seen, which a waiting client knows. */
  public static BsonDocument topologyVersion(Member self) {
    return new BsonDocument("processId", new BsonObjectId(self.process))
        .append("counter", new BsonInt64(self.topologyCounter));
  }

  /** Whether a client that knows this topology version has nothing to learn. */
  public static boolean isKnown(Member self, BsonDocument known) {
    return known
            .getObjectId("processId", new BsonObjectId(new ObjectId()))
            .getValue()
            .equals(self.process)
        && known.getNumber("counter", new BsonInt64(-1)).longValue() >= self.topologyCounter;
  }

  private static BsonDocument document(ReplicaSet set, Member self, String writable) {
    boolean leads = self.state == MemberState.PRIMARY;
    BsonDocument greeting =
        new BsonDocument("topologyVersion", topologyVersion(self))
            .append(writable, BsonBoolean.valueOf(leads))
            .append("secondary", BsonBoolean.valueOf(self.state == MemberState.SECONDARY));
    if (self.own().isPresent()) {
      member(greeting, set, self, leads);
    } else {
      greeting
          .append("isreplicaset", BsonBoolean.TRUE)
          .append("info", new BsonString("Does not have a valid replica set config"));
    }
    return greeting
        .append("maxBsonObjectSize", new BsonInt32(16_777_216))
        .append("maxMessageSizeBytes", new BsonInt32(48_000_000))
        .append("maxWriteBatchSize", new BsonInt32(100_000))
        .append("localTime", new BsonDateTime(set.now().toEpochMilli()))
        .append("logicalSessionTimeoutMinutes", new BsonInt32(30))
        .append("minWireVersion", new BsonInt32(0))
        .append("maxWireVersion", new BsonInt32(WIRE_VERSION))
        .append("readOnly", BsonBoolean.FALSE);
  }

  private static void member(BsonDocument greeting, ReplicaSet set, Member self, boolean leads) {
    Configuration configuration = self.configuration.orElseThrow();
    MemberConfiguration own = self.own().orElseThrow();
    hosts(greeting, "hosts", configuration, member -> ordinary(member) && member.priority() > 0);
    hosts(
        greeting, "passives", configuration, member -> ordinary(member) && member.priority() == 0);
    hosts(greeting, "arbiters", configuration, MemberConfiguration::arbiterOnly);
    greeting
        .append("setName", new BsonString(configuration.name()))
        .append("setVersion", new BsonInt32(configuration.version()))
        .append("me", new BsonString(self.host()));
    primary(set, self, leads, greeting);
    if (leads) {
      greeting.append(
          "electionId", new BsonObjectId(new ObjectId(ELECTION_ID.formatted(self.term))));
    }
    mark(greeting, "hidden", own.hidden());
    mark(greeting, "arbiterOnly", own.arbiterOnly());
    mark(greeting, "passive", own.priority() == 0 && !own.arbiterOnly());
    OpTime applied = set.appliedTime(self);
    OpTime committed = set.committedTime(self);
    greeting.append(
        "lastWrite",
        new BsonDocument("opTime", applied.document())
            .append("lastWriteDate", new BsonDateTime(applied.date().toEpochMilli()))
            .append("majorityOpTime", committed.document())
            .append("majorityWriteDate", new BsonDateTime(committed.date().toEpochMilli())));
  }

  private static void primary(ReplicaSet set, Member self, boolean leads, BsonDocument greeting) {
    if (leads) {
      greeting.append("primary", new BsonString(self.host()));
    } else {
      new Elections(set)
          .primarySeenBy(self)
          .ifPresent(primary -> greeting.append("primary", new BsonString(primary.host())));
    }
  }

  private static boolean ordinary(MemberConfiguration member) {
    return !member.hidden() && !member.arbiterOnly();
  }

  private static void mark(BsonDocument greeting, String name, boolean value) {
    if (value) {
      greeting.append(name, BsonBoolean.TRUE);
    }
  }

  private static void hosts(
      BsonDocument greeting,
      String name,
      Configuration configuration,
      Predicate<MemberConfiguration> which) {
    List<BsonString> hosts =
        configuration.members().stream()
            .filter(which)
            .map(member -> new BsonString(member.host()))
            .toList();
    if (!hosts.isEmpty()) {
      greeting.append(name, new BsonArray(hosts));
    }
  }
}
