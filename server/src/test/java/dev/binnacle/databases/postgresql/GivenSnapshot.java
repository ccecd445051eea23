package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterSettings;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberRole;
import dev.binnacle.platform.patroni.MemberState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.platform.patroni.MemberTags;
import dev.binnacle.platform.postgresql.Replication;
import dev.binnacle.platform.postgresql.ReplicationState;
import dev.binnacle.platform.postgresql.Standby;
import dev.binnacle.platform.postgresql.Standby.Position;
import dev.binnacle.platform.postgresql.SyncState;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A snapshot of a healthy cluster a, b, c led by a, with what a test changes about it. */
final class GivenSnapshot {

  static final Problem SILENT = Problem.of(ProblemCode.COMPONENT_TIMEOUT, "No answer in time.");
  private static final MemberTags NO_FAILOVER =
      new MemberTags(true, false, false, false, Optional.empty());

  private final Map<String, Given> members = new LinkedHashMap<>();
  private boolean paused;
  private boolean scheduled;
  private boolean silentCluster;
  private boolean silentSql;
  private boolean silentSettings;
  private boolean synchronous;
  private boolean leaderInRecovery;
  private boolean withoutLeader;
  private final List<SeenPooler> poolers = new ArrayList<>();

  private static final class Given {
    private final String name;
    private String role = "replica";
    private String state = "running";
    private boolean reachable = true;
    private boolean streaming = true;
    private boolean pendingRestart;
    private boolean failsafe;
    private boolean seesNoLeader;
    private Optional<Long> lag = Optional.of(0L);
    private Optional<Long> timeline = Optional.of(3L);
    private Optional<Long> position = Optional.of(1000L);
    private MemberTags tags = MemberTags.NONE;

    private Given(String name) {
      this.name = name;
    }
  }

  static GivenSnapshot healthy() {
    return of("a", "b", "c");
  }

  static GivenSnapshot of(String... names) {
    var given = new GivenSnapshot();
    for (var name : names) {
      given.members.put(name, new Given(name));
    }
    given.members.get(names[0]).role = "leader";
    return given;
  }

  GivenSnapshot role(String member, String role) {
    members.get(member).role = role;
    return this;
  }

  GivenSnapshot state(String member, String state) {
    members.get(member).state = state;
    return this;
  }

  GivenSnapshot unreachable(String... names) {
    for (var name : names) {
      members.get(name).reachable = false;
    }
    return this;
  }

  GivenSnapshot notStreaming(String member) {
    members.get(member).streaming = false;
    return this;
  }

  GivenSnapshot lag(String member, Long bytes) {
    members.get(member).lag = Optional.ofNullable(bytes);
    return this;
  }

  GivenSnapshot timeline(String member, long timeline) {
    members.get(member).timeline = Optional.of(timeline);
    return this;
  }

  GivenSnapshot position(String member, Long bytes) {
    members.get(member).position = Optional.ofNullable(bytes);
    return this;
  }

  GivenSnapshot noFailover(String member) {
    members.get(member).tags = NO_FAILOVER;
    return this;
  }

  GivenSnapshot priority(String member, int priority) {
    members.get(member).tags = new MemberTags(false, false, false, false, Optional.of(priority));
    return this;
  }

  GivenSnapshot pendingRestart(String member) {
    members.get(member).pendingRestart = true;
    return this;
  }

  GivenSnapshot failsafe(String member) {
    members.get(member).failsafe = true;
    return this;
  }

  GivenSnapshot seesNoLeader(String member) {
    members.get(member).seesNoLeader = true;
    return this;
  }

  GivenSnapshot paused() {
    paused = true;
    return this;
  }

  GivenSnapshot scheduled() {
    scheduled = true;
    return this;
  }

  GivenSnapshot synchronous() {
    synchronous = true;
    return this;
  }

  GivenSnapshot silentCluster() {
    silentCluster = true;
    return this;
  }

  GivenSnapshot silentSql() {
    silentSql = true;
    return this;
  }

  GivenSnapshot silentSettings() {
    silentSettings = true;
    return this;
  }

  GivenSnapshot leaderInRecovery() {
    leaderInRecovery = true;
    return this;
  }

  GivenSnapshot poolers(SeenPooler... seen) {
    poolers.addAll(List.of(seen));
    return this;
  }

  GivenSnapshot withoutLeader() {
    withoutLeader = true;
    members.values().forEach(member -> member.role = "replica");
    return this;
  }

  PostgresqlSnapshot take() {
    var statuses = new LinkedHashMap<String, Answer<MemberStatus>>();
    members.forEach((name, member) ->
        statuses.put(name, member.reachable ? Answer.of(status(member)) : Answer.failed(SILENT)));
    return new PostgresqlSnapshot(
        silentCluster ? Answer.failed(SILENT) : Answer.of(cluster()),
        silentSettings
            ? Answer.failed(SILENT)
            : Answer.of(
                new ClusterSettings(
                    1000, synchronous, false, Duration.ofSeconds(1), Duration.ofSeconds(20))),
        statuses,
        silentSql || withoutLeader ? Answer.failed(SILENT) : Answer.of(replication()),
        poolers,
        Instant.EPOCH);
  }

  private ClusterState cluster() {
    return new ClusterState(
        members.values().stream().map(GivenSnapshot::member).toList(),
        paused,
        scheduled
            ? Optional.of(
                new ClusterState.ScheduledSwitchover(
                    Optional.of(Instant.EPOCH), Optional.of("a"), Optional.empty()))
            : Optional.empty());
  }

  private static ClusterMember member(Given member) {
    var role = MemberRole.of(member.role);
    return new ClusterMember(
        member.name,
        role,
        MemberState.of(member.state),
        Optional.of(URI.create("http://" + member.name + ":8008/patroni")),
        Optional.of(new Address(member.name, 5432)),
        member.timeline,
        role.leads() ? Optional.empty() : member.lag,
        Optional.empty(),
        Optional.empty(),
        false,
        member.tags);
  }

  private static MemberStatus status(Given member) {
    return new MemberStatus(
        MemberRole.of(member.role),
        MemberState.of(member.state),
        member.timeline,
        Optional.of("15.18"),
        Optional.of("3.0.2"),
        Optional.of("2026-11-23 04:16:02.702982+00:00"),
        member.position,
        member.pendingRestart,
        false,
        member.seesNoLeader,
        member.failsafe,
        member.tags);
  }

  private Replication replication() {
    var standbys = new ArrayList<Standby>();
    members.values().stream()
        .filter(member -> !MemberRole.of(member.role).leads())
        .filter(member -> member.streaming && member.reachable)
        .forEach(member -> {
          var position = new Position(Optional.of("0/3000060"), member.lag, Optional.empty());
          standbys.add(
              new Standby(
                  member.name,
                  1,
                  Optional.empty(),
                  ReplicationState.STREAMING,
                  SyncState.ASYNC,
                  position,
                  position,
                  position,
                  position));
        });
    return new Replication(
        leaderInRecovery,
        leaderInRecovery ? Optional.empty() : Optional.of(3L),
        List.copyOf(standbys));
  }
}
