package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Faults;
import dev.binnacle.sandbox.mongodb.Refusal;
import dev.binnacle.sandbox.mongodb.replication.Greeting;
import dev.binnacle.sandbox.mongodb.replication.Member;
import dev.binnacle.sandbox.mongodb.replication.ReplicaSet;
import dev.binnacle.sandbox.mongodb.wire.Dialogue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** Lets a member answer: checks who asks, finds the command, and tells errors as servers do. */
public final class Dispatcher {
  private static final Duration LOOK = Duration.ofMillis(50);

  /** What nobody has to log in for. */
  private static final Set<String> PUBLIC =
      Set.of(
          "hello",
          "isMaster",
          "ismaster",
          "ping",
          "buildInfo",
          "buildinfo",
          "saslStart",
          "saslContinue",
          "logout",
          "connectionStatus",
          "endSessions");

  /** What is not among the rights of {@code clusterMonitor}. */
  private static final Set<String> CHANGING =
      Set.of(
          "replSetReconfig",
          "replSetStepDown",
          "replSetFreeze",
          "replSetInitiate",
          "compact",
          "insert");

  private final ReplicaSet set;
  private final Member member;
  private final Faults faults;
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final AtomicInteger connections = new AtomicInteger();

  Dispatcher(ReplicaSet set, Member member, Faults faults, List<Map<String, Command>> groups) {
    this.set = set;
    this.member = member;
    this.faults = faults;
    groups.forEach(commands::putAll);
  }

  /** The server's side of a new connection. */
  public Dialogue connection() {
    Session session = new Session(connections.incrementAndGet());
    return new Dialogue() {
      @Override
      public BsonDocument answer(BsonDocument command) throws InterruptedException {
        BsonDocument answer = Dispatcher.this.answer(new Call(session, command));
        Thread.sleep(faults.delay(member.host()));
        while (faults.silent(member.host())) {
          Thread.sleep(LOOK);
        }
        return answer;
      }

      @Override
      public Optional<BsonDocument> next(BsonDocument command, BsonDocument last) {
        if (!command.containsKey("topologyVersion") || !last.containsKey("topologyVersion")) {
          return Optional.empty();
        }
        BsonDocument again = command.clone();
        again.put("topologyVersion", last.get("topologyVersion"));
        return Optional.of(again);
      }
    };
  }

  private BsonDocument answer(Call call) throws InterruptedException {
    try {
      BsonDocument answer = run(call);
      return answer.append("ok", new BsonDouble(1));
    } catch (Refusal refused) {
      return new BsonDocument("ok", new BsonDouble(0))
          .append("errmsg", new BsonString(refused.getMessage()))
          .append("code", new BsonInt32(refused.code()))
          .append("codeName", new BsonString(refused.codeName()))
          .append("topologyVersion", set.look(() -> Greeting.topologyVersion(member)));
    }
  }

  private BsonDocument run(Call call) throws InterruptedException {
    Command command = commands.get(call.name());
    if (command == null) {
      throw new Refusal(
          ErrorCode.COMMAND_NOT_FOUND, "no such command: '%s'".formatted(call.name()));
    }
    requireRight(call);
    Optional<Refusal> fault = faults.failure(member.host(), call.name());
    if (fault.isPresent()) {
      throw fault.get();
    }
    return command.run(call);
  }

  private static void requireRight(Call call) {
    String name = call.name();
    if (PUBLIC.contains(name)) {
      return;
    }
    var user = call.session().user();
    if (user.isEmpty()) {
      throw new Refusal(
          ErrorCode.UNAUTHORIZED, "Command %s requires authentication".formatted(name));
    }
    if (CHANGING.contains(name) && !user.get().mayChange()) {
      throw new Refusal(
          ErrorCode.UNAUTHORIZED,
          "not authorized on %s to execute command { %s: 1 }".formatted(call.database(), name));
    }
  }
}
