package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.User;
import dev.binnacle.sandbox.mongodb.replication.Greeting;
import dev.binnacle.sandbox.mongodb.replication.Member;
import dev.binnacle.sandbox.mongodb.replication.ReplicaSet;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** The commands by which a client learns whom it talks to. */
final class Introductions {
  private static final String VERSION = "7.0.14";

  private final ReplicaSet set;
  private final Member member;
  private final Collection<User> users;

  Introductions(ReplicaSet set, Member member, Collection<User> users) {
    this.set = set;
    this.member = member;
    this.users = users;
  }

  Map<String, Command> commands() {
    Map<String, Command> commands = new LinkedHashMap<>();
    commands.put("hello", call -> greet(call, "isWritablePrimary"));
    commands.put("isMaster", call -> greet(call, "ismaster"));
    commands.put("ismaster", call -> greet(call, "ismaster"));
    commands.put("ping", call -> new BsonDocument());
    commands.put("endSessions", call -> new BsonDocument());
    commands.put("buildInfo", call -> build());
    commands.put("buildinfo", call -> build());
    commands.put("getParameter", this::parameter);
    commands.put("serverStatus", call -> status());
    commands.put(
        "hostInfo",
        call ->
            new BsonDocument(
                "system", new BsonDocument("hostname", new BsonString(member.host()))));
    commands.put(
        "getLog",
        call ->
            new BsonDocument("totalLinesWritten", new BsonInt32(0)).append("log", new BsonArray()));
    commands.put(
        "getCmdLineOpts",
        call -> new BsonDocument("argv", new BsonArray()).append("parsed", new BsonDocument()));
    return commands;
  }

  private BsonDocument greet(Call call, String writable) throws InterruptedException {
    BsonDocument known = call.document("topologyVersion");
    if (!known.isEmpty()) {
      // The client waits for news of the topology, and is told when there are none in time, too.
      set.await(
          Duration.ofMillis(call.number("maxAwaitTimeMS", 0)),
          () -> !Greeting.isKnown(member, known));
    }
    BsonDocument greeting =
        Greeting.of(set, member, writable)
            .append("connectionId", new BsonInt32(call.session().id()));
    if (call.flag("helloOk")) {
      greeting.append("helloOk", BsonBoolean.TRUE);
    }
    if (users.stream()
        .anyMatch(user -> call.text("saslSupportedMechs").endsWith("." + user.name()))) {
      greeting.append(
          "saslSupportedMechs", new BsonArray(List.of(new BsonString("SCRAM-SHA-256"))));
    }
    return greeting;
  }

  private static BsonDocument build() {
    return new BsonDocument("version", new BsonString(VERSION))
        .append("gitVersion", new BsonString("simulated"))
        .append("modules", new BsonArray())
        .append("allocator", new BsonString("system"))
        .append(
            "versionArray",
            new BsonArray(
                List.of(new BsonInt32(7), new BsonInt32(0), new BsonInt32(14), new BsonInt32(0))))
        .append("bits", new BsonInt32(64))
        .append("debug", BsonBoolean.FALSE)
        .append("maxBsonObjectSize", new BsonInt32(16_777_216));
  }

  private BsonDocument parameter(Call call) {
    return call.body().containsKey("featureCompatibilityVersion")
        ? new BsonDocument(
            "featureCompatibilityVersion", new BsonDocument("version", new BsonString("7.0")))
        : new BsonDocument();
  }

  private BsonDocument status() {
    return set.look(() ->
        new BsonDocument("host", new BsonString(member.host()))
            .append("version", new BsonString(VERSION))
            .append("process", new BsonString("mongod"))
            .append("uptime", new BsonDouble(set.uptime(member).toSeconds()))
            .append("uptimeMillis", new BsonInt64(set.uptime(member).toMillis()))
            .append("localTime", new BsonDateTime(set.now().toEpochMilli()))
            .append(
                "connections",
                new BsonDocument("current", new BsonInt32(12))
                    .append("available", new BsonInt32(51_188))
                    .append("totalCreated", new BsonInt32(230)))
            .append(
                "opcounters",
                new BsonDocument("insert", new BsonInt64(set.appliedCount(member)))
                    .append("query", new BsonInt64(0))
                    .append("update", new BsonInt64(0))
                    .append("delete", new BsonInt64(0))
                    .append("getmore", new BsonInt64(0))
                    .append("command", new BsonInt64(0)))
            .append("repl", Greeting.of(set, member, "isWritablePrimary")));
  }
}
