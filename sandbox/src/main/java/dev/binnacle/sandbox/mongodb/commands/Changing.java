package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import dev.binnacle.sandbox.mongodb.data.Catalog;
import dev.binnacle.sandbox.mongodb.data.RunningOperations;
import dev.binnacle.sandbox.mongodb.replication.Member;
import dev.binnacle.sandbox.mongodb.replication.MemberState;
import dev.binnacle.sandbox.mongodb.replication.ReplicaSet;
import java.time.Duration;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The commands that change collections: insert and compact. */
final class Changing {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final ReplicaSet set;
  private final Member member;
  private final Catalog catalog;
  private final RunningOperations operations;
  private final Duration compaction;

  Changing(
      ReplicaSet set,
      Member member,
      Catalog catalog,
      RunningOperations operations,
      Duration compaction) {
    this.set = set;
    this.member = member;
    this.catalog = catalog;
    this.operations = operations;
    this.compaction = compaction;
  }

  Map<String, Command> commands() {
    return Map.of("insert", this::insert, "compact", this::compact);
  }

  private BsonDocument insert(Call call) throws InterruptedException {
    long[] written = {0};
    int[] count = {0};
    BsonArray errors = new BsonArray();
    for (BsonValue value : call.body().getArray("documents", new BsonArray())) {
      BsonDocument document = value.asDocument();
      document.computeIfAbsent("_id", name -> new BsonObjectId());
      try {
        set.change(() -> {
          written[0] = set.write(member, "i", call.namespace(), document);
          catalog.insert(call.namespace(), written[0], document);
          return null;
        });
        count[0]++;
      } catch (Refusal refused) {
        if (refused.code() != ErrorCode.DUPLICATE_KEY.number()) {
          throw refused;
        }
        errors.add(
            new BsonDocument("index", new BsonInt32(count[0]))
                .append("code", new BsonInt32(refused.code()))
                .append("errmsg", new BsonString(refused.getMessage())));
      }
    }
    BsonDocument answer = new BsonDocument("n", new BsonInt32(count[0]));
    if (!errors.isEmpty()) {
      answer.append("writeErrors", errors);
    }
    return concern(call, written[0], answer);
  }

  private BsonDocument concern(Call call, long written, BsonDocument answer)
      throws InterruptedException {
    BsonDocument wanted = call.document("writeConcern");
    boolean one = wanted.isNumber("w") && wanted.getNumber("w").intValue() <= 1;
    long limit = wanted.getNumber("wtimeout", new BsonInt64(0)).longValue();
    Duration patience = limit == 0 ? LONGEST_WAIT : Duration.ofMillis(limit);
    // Since 5.0 the default is the majority.
    if (!one && !set.awaitMajority(member, written, patience)) {
      answer.append(
          "writeConcernError",
          new BsonDocument("code", new BsonInt32(ErrorCode.WRITE_CONCERN_FAILED.number()))
              .append("codeName", new BsonString(ErrorCode.WRITE_CONCERN_FAILED.word()))
              .append("errmsg", new BsonString("waiting for replication timed out")));
    }
    return answer;
  }

  /** The refusals and their codes are those of the manual's page on {@code compact}. */
  private BsonDocument compact(Call call) throws InterruptedException {
    String namespace = call.namespace();
    if (set.look(member::state) == MemberState.PRIMARY && !call.flag("force")) {
      throw new Refusal(
          ErrorCode.ILLEGAL_OPERATION,
          "will not run compact on an active replica set primary as this will slow down other running operations. use force:true to force");
    }
    if (call.text("compact").startsWith("system.")) {
      throw new Refusal(ErrorCode.INVALID_NAMESPACE, "can't compact a system namespace");
    }
    if (!set.look(() -> catalog.contains(namespace))) {
      throw new Refusal(ErrorCode.NAMESPACE_NOT_FOUND, "collection does not exist");
    }
    int running =
        operations.begin(
            member.host(),
            "command",
            namespace,
            new BsonDocument("compact", call.body().get("compact")),
            "",
            false,
            set.now());
    try {
      Thread.sleep(compaction);
      return new BsonDocument(
          "bytesFreed", new BsonInt64(set.change(() -> catalog.compact(namespace, member.host()))));
    } finally {
      operations.end(running);
    }
  }
}
