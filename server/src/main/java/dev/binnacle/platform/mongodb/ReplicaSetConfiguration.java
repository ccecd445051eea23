package dev.binnacle.platform.mongodb;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * The configuration of a replica set. A changed one keeps everything that this version of Binnacle
 * does not know.
 */
public final class ReplicaSetConfiguration {

  private final BsonDocument document;

  ReplicaSetConfiguration(BsonDocument document) {
    this.document = document;
  }

  /** The name of the set. */
  public String name() {
    return document.getString("_id").getValue();
  }

  /** Counts the changes. */
  public int version() {
    return document.getNumber("version").intValue();
  }

  /** The term in which it was installed; -1 after a forced change. */
  public long term() {
    return document.getNumber("term", new BsonInt64(-1)).longValue();
  }

  /** How long secondaries wait for a primary before one of them stands for election. */
  public Duration electionTimeout() {
    return millis("electionTimeoutMillis", 10_000);
  }

  /** The time between two heartbeats. */
  public Duration heartbeatInterval() {
    return millis("heartbeatIntervalMillis", 2_000);
  }

  /** Whether secondaries may read from secondaries. */
  public boolean chainingAllowed() {
    return settings().getBoolean("chainingAllowed", BsonBoolean.TRUE).getValue();
  }

  private Duration millis(String name, long usual) {
    return Duration.ofMillis(settings().getNumber(name, new BsonInt64(usual)).longValue());
  }

  private BsonDocument settings() {
    return document.getDocument("settings", new BsonDocument());
  }

  /** The members in their order. */
  public List<ConfiguredMember> members() {
    return documents(document).stream().map(ReplicaSetConfiguration::member).toList();
  }

  /** The member of that name. */
  public Optional<ConfiguredMember> member(String name) {
    return members().stream().filter(member -> member.name().equals(name)).findFirst();
  }

  private static List<BsonDocument> documents(BsonDocument configuration) {
    return configuration.getArray("members").stream().map(value -> value.asDocument()).toList();
  }

  private static ConfiguredMember member(BsonDocument member) {
    return new ConfiguredMember(
        member.getNumber("_id").intValue(),
        member.getString("host").getValue(),
        member.getNumber("votes", new BsonInt32(1)).intValue(),
        member.getNumber("priority", new BsonDouble(1)).doubleValue(),
        member.getBoolean("hidden", BsonBoolean.FALSE).getValue(),
        member.getBoolean("arbiterOnly", BsonBoolean.FALSE).getValue(),
        Duration.ofSeconds(
            member
                .getNumber("secondaryDelaySecs", member.getNumber("slaveDelay", new BsonInt64(0)))
                .longValue()));
  }

  /** The next configuration, with one more member that neither votes nor leads. */
  public ReplicaSetConfiguration adding(String name) {
    int id = members().stream().mapToInt(ConfiguredMember::id).max().orElse(-1) + 1;
    return next(members ->
        members.add(
            new BsonDocument("_id", new BsonInt32(id))
                .append("host", new BsonString(name))
                .append("votes", new BsonInt32(0))
                .append("priority", new BsonInt32(0))));
  }

  /** The next configuration, in which a member has that vote and priority. */
  public ReplicaSetConfiguration giving(String name, int votes, double priority) {
    return next(members ->
        members.stream()
            .map(value -> value.asDocument())
            .filter(member -> member.getString("host").getValue().equals(name))
            .forEach(member ->
                member
                    .append("votes", new BsonInt32(votes))
                    .append("priority", new BsonDouble(priority))));
  }

  /** The next configuration, without a member. */
  public ReplicaSetConfiguration without(String name) {
    return next(members ->
        members.removeIf(value -> value.asDocument().getString("host").getValue().equals(name)));
  }

  /** The next configuration, with no other members than those. */
  public ReplicaSetConfiguration keeping(List<String> names) {
    return next(members ->
        members.removeIf(
            value -> !names.contains(value.asDocument().getString("host").getValue())));
  }

  private ReplicaSetConfiguration next(Consumer<BsonArray> change) {
    var copy = document.clone();
    change.accept(copy.getArray("members"));
    copy.put("version", new BsonInt32(version() + 1));
    return new ReplicaSetConfiguration(copy);
  }

  BsonDocument document() {
    return document;
  }
}
