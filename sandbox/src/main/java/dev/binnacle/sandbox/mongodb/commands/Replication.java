package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import dev.binnacle.sandbox.mongodb.replication.Administration;
import dev.binnacle.sandbox.mongodb.replication.Life;
import dev.binnacle.sandbox.mongodb.replication.Member;
import dev.binnacle.sandbox.mongodb.replication.ReplicaSet;
import dev.binnacle.sandbox.mongodb.replication.StatusReport;
import java.time.Duration;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;

/** The commands about the replica set itself. */
final class Replication {
  private static final int USUAL_STEP_DOWN_SECONDS = 60;
  private static final int USUAL_CATCH_UP_SECONDS = 10;

  private final ReplicaSet set;
  private final Member member;
  private final Life life;
  private final Administration administration;

  Replication(ReplicaSet set, Member member, Life life, Administration administration) {
    this.set = set;
    this.member = member;
    this.life = life;
    this.administration = administration;
  }

  Map<String, Command> commands() {
    return Map.of(
        "replSetGetStatus",
        call -> StatusReport.of(set, member, life),
        "replSetGetConfig",
        this::configuration,
        "replSetReconfig",
        this::reconfigure,
        "replSetStepDown",
        this::stepDown,
        "replSetFreeze",
        call -> administration.freeze(member, Duration.ofSeconds(call.number("replSetFreeze", 0))),
        "replSetInitiate",
        call -> {
          throw new Refusal(ErrorCode.ALREADY_INITIALIZED, "already initialized");
        });
  }

  private BsonDocument configuration(Call call) {
    BsonDocument answer =
        new BsonDocument(
            "config",
            set.look(() -> set.configuration(member))
                .orElseThrow(() ->
                    new Refusal(
                        ErrorCode.NOT_YET_INITIALIZED, "no replset config has been received")));
    return call.flag("commitmentStatus")
        ? answer.append("commitmentStatus", BsonBoolean.valueOf(administration.isCommitted(member)))
        : answer;
  }

  private BsonDocument reconfigure(Call call) throws InterruptedException {
    administration.reconfigure(
        member, call.document("replSetReconfig"), call.flag("force"), call.limit());
    return new BsonDocument();
  }

  private BsonDocument stepDown(Call call) throws InterruptedException {
    boolean force = call.flag("force");
    administration.stepDown(
        member,
        Duration.ofSeconds(call.number("replSetStepDown", USUAL_STEP_DOWN_SECONDS)),
        Duration.ofSeconds(
            call.number("secondaryCatchUpPeriodSecs", force ? 0 : USUAL_CATCH_UP_SECONDS)),
        force);
    return new BsonDocument();
  }
}
