package dev.binnacle.sandbox.mongodb.replication;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;

/**
 * {@code replSetGetStatus}: the set as one member sees it, which is by heartbeats, and so up to
 * some seconds late. In the shape of the manual's page on the command.
 */
public final class StatusReport {
  private final ReplicaSet set;
  private final Member self;
  private final Life life;
  private final Instant now;

  private StatusReport(ReplicaSet set, Member self, Life life) {
    this.set = set;
    this.self = self;
    this.life = life;
    this.now = set.now();
  }

  /**
   * The report of a member.
   *
   * @throws Refusal when it belongs to no set
   */
  public static BsonDocument of(ReplicaSet set, Member self, Life life) {
    return set.look(() -> new StatusReport(set, self, life).document());
  }

  private BsonDocument document() {
    Configuration configuration =
        self.configuration.orElseThrow(() ->
            new Refusal(ErrorCode.NOT_YET_INITIALIZED, "no replset config has been received"));
    if (self.own().isEmpty()) {
      throw new Refusal(
          ErrorCode.INVALID_REPLICA_SET_CONFIG,
          "Our replica set config is invalid or we are not a member of it");
    }
    String source = life.syncSource(self);
    BsonDocument report =
        new BsonDocument("set", new BsonString(configuration.name()))
            .append("date", date(now))
            .append("myState", new BsonInt32(self.state.number()))
            .append("term", new BsonInt64(self.term))
            .append("syncSourceHost", new BsonString(source))
            .append("syncSourceId", new BsonInt32(id(configuration, source)))
            .append("heartbeatIntervalMillis", new BsonInt64(set.pace().heartbeat().toMillis()))
            .append("majorityVoteCount", new BsonInt32(configuration.majority()))
            .append("writeMajorityCount", new BsonInt32(configuration.majority()))
            .append("votingMembersCount", new BsonInt32(configuration.voters()))
            .append("writableVotingMembersCount", new BsonInt32(configuration.voters()))
            .append("optimes", optimes());
    self.won.ifPresent(election -> report.append("electionCandidateMetrics", election.won()));
    self.voted.ifPresent(election -> report.append("electionParticipantMetrics", election.voted()));
    BsonArray members = new BsonArray();
    for (MemberConfiguration member : configuration.members()) {
      members.add(member.host().equals(self.host()) ? own(member) : other(configuration, member));
    }
    return report.append("members", members);
  }

  private static int id(Configuration configuration, String host) {
    return configuration.member(host).map(MemberConfiguration::id).orElse(-1);
  }

  private BsonDocument optimes() {
    Optional<OplogEntry> applied = set.appliedEntry(self);
    OpTime committed = set.committedTime(self);
    return new BsonDocument("lastCommittedOpTime", committed.document())
        .append("lastCommittedWallTime", date(committed.date()))
        .append("readConcernMajorityOpTime", committed.document())
        .append("appliedOpTime", time(applied).document())
        .append("durableOpTime", time(applied).document())
        .append("lastAppliedWallTime", date(wall(applied)))
        .append("lastDurableWallTime", date(wall(applied)));
  }

  private BsonDocument own(MemberConfiguration member) {
    Optional<OplogEntry> applied = set.appliedEntry(self);
    BsonDocument shown =
        head(member, true, self.state, Duration.between(self.startedAt, now))
            .append("optime", time(applied).document())
            .append("optimeDate", date(time(applied).date()))
            .append("lastAppliedWallTime", date(wall(applied)))
            .append("lastDurableWallTime", date(wall(applied)))
            .append("syncSourceHost", new BsonString(life.syncSource(self)))
            .append(
                "syncSourceId",
                new BsonInt32(id(self.configuration.orElseThrow(), life.syncSource(self))))
            .append("infoMessage", new BsonString(info(self.state)));
    elected(shown, self);
    return version(shown, self.configuration.orElseThrow())
        .append("self", BsonBoolean.TRUE)
        .append("lastHeartbeatMessage", new BsonString(""));
  }

  private static String info(MemberState state) {
    return state == MemberState.RECOVERING ? "too stale to catch up" : "";
  }

  private BsonDocument other(Configuration configuration, MemberConfiguration member) {
    Heartbeat seen = self.heartbeats.getOrDefault(member.host(), Heartbeat.NEVER);
    Optional<Member> there = set.server(member.host());
    Duration uptime =
        seen.healthy()
            ? there.map(other -> Duration.between(other.startedAt, now)).orElse(Duration.ZERO)
            : Duration.ZERO;
    BsonDocument shown =
        head(member, seen.healthy(), seen.state(), uptime)
            .append("optime", seen.applied().document())
            .append("optimeDurable", seen.applied().document())
            .append("optimeDate", date(seen.applied().date()))
            .append("optimeDurableDate", date(seen.applied().date()))
            .append("lastAppliedWallTime", date(seen.appliedWall()))
            .append("lastDurableWallTime", date(seen.appliedWall()))
            .append("lastHeartbeat", date(seen.healthy() ? seen.at() : now))
            .append("lastHeartbeatRecv", date(seen.at()))
            .append("pingMs", new BsonInt64(0))
            .append(
                "lastHeartbeatMessage",
                new BsonString(seen.healthy() ? "" : "Error connecting to " + member.host()))
            .append("syncSourceHost", new BsonString(seen.syncSource()))
            .append("syncSourceId", new BsonInt32(id(configuration, seen.syncSource())))
            .append("infoMessage", new BsonString(info(seen.state())));
    if (seen.state() == MemberState.PRIMARY) {
      there.ifPresent(other -> elected(shown, other));
    }
    return shown
        .append("configVersion", new BsonInt32(seen.version()))
        .append("configTerm", new BsonInt64(seen.term()));
  }

  private static BsonDocument head(
      MemberConfiguration member, boolean healthy, MemberState state, Duration uptime) {
    return new BsonDocument("_id", new BsonInt32(member.id()))
        .append("name", new BsonString(member.host()))
        .append("health", new BsonDouble(healthy ? 1 : 0))
        .append("state", new BsonInt32(state.number()))
        .append("stateStr", new BsonString(state.word()))
        .append("uptime", new BsonInt32((int) uptime.toSeconds()));
  }

  private static void elected(BsonDocument shown, Member member) {
    if (member.state == MemberState.PRIMARY) {
      shown
          .append("electionTime", new BsonTimestamp((int) member.electedAt.getEpochSecond(), 1))
          .append("electionDate", date(member.electedAt));
    }
  }

  private static BsonDocument version(BsonDocument shown, Configuration configuration) {
    return shown
        .append("configVersion", new BsonInt32(configuration.version()))
        .append("configTerm", new BsonInt64(configuration.term()));
  }

  private static OpTime time(Optional<OplogEntry> entry) {
    return entry.map(OplogEntry::time).orElse(OpTime.NONE);
  }

  private static Instant wall(Optional<OplogEntry> entry) {
    return entry.map(OplogEntry::wall).orElse(Instant.EPOCH);
  }

  private static BsonDateTime date(Instant instant) {
    return new BsonDateTime(instant.toEpochMilli());
  }
}
