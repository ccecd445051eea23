package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterSettings;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberRole;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.problems.Problem;
import java.util.List;
import java.util.Optional;

/** The guards that belong to a switchover itself, decided on one snapshot. Pure. */
final class SwitchoverGuards {

  static final String CANDIDATE_HEALTHY = "CANDIDATE_HEALTHY";
  static final String REPLICATION_LAG = "REPLICATION_LAG";
  static final String SYNCHRONOUS_RULES = "SYNCHRONOUS_RULES";
  static final String QUORUM_SAFE = "QUORUM_SAFE";
  static final String MEMBERS_REACHABLE = "MEMBERS_REACHABLE";
  static final String PATRONI_CONTROL = "PATRONI_CONTROL";

  private final PostgresqlSnapshot snapshot;
  private final ClusterState cluster;
  private final ClusterMember leader;
  private final ClusterMember candidate;

  private SwitchoverGuards(
      PostgresqlSnapshot snapshot, ClusterMember leader, ClusterMember candidate) {
    this.snapshot = snapshot;
    this.cluster = snapshot.cluster().orThrow();
    this.leader = leader;
    this.candidate = candidate;
  }

  /** What every guard finds in the snapshot. */
  static List<GuardResult> evaluate(
      PostgresqlSnapshot snapshot, ClusterMember leader, ClusterMember candidate) {
    var guards = new SwitchoverGuards(snapshot, leader, candidate);
    return List.of(
        guards.candidateHealthy(),
        guards.replicationLag(),
        guards.synchronousRules(),
        guards.quorumSafe(),
        guards.membersReachable(),
        guards.patroniControl());
  }

  private GuardResult candidateHealthy() {
    var name = candidate.name();
    var said = snapshot.status(name);
    if (said.isEmpty()) {
      return GuardResult.forbid(
          CANDIDATE_HEALTHY,
          name + " does not answer on its REST API, and Patroni promotes nobody who does not.",
          Fact.of("state", candidate.state().word()));
    }
    var state = said.get().state();
    if (!state.isRunning()) {
      return GuardResult.forbid(
          CANDIDATE_HEALTHY, name + " is " + state.word() + ".", Fact.of("state", state.word()));
    }
    var streams = snapshot.streams(name);
    if (streams.isEmpty()) {
      return GuardResult.notAvailable(
          CANDIDATE_HEALTHY,
          "The leader's PostgreSQL could not be asked whether " + name + " streams from it.",
          Fact.of("state", state.word()),
          reason(snapshot.replication()));
    }
    var timeline = snapshot.timeline(name);
    var leaderTimeline = snapshot.timeline();
    var facts =
        new Fact[] {
          Fact.of("state", state.word()),
          Fact.of("streams", streams.get()),
          fact("timeline", timeline),
          fact("leaderTimeline", leaderTimeline)
        };
    if (!streams.get()) {
      return GuardResult.block(
          CANDIDATE_HEALTHY, name + " does not stream from " + leader.name() + ".", facts);
    }
    return GuardResult.pass(
        CANDIDATE_HEALTHY, name + " answers and streams from " + leader.name() + ".", facts);
  }

  private GuardResult replicationLag() {
    var name = candidate.name();
    var lag = snapshot.lagBytes(name);
    if (lag.isEmpty()) {
      return GuardResult.block(
          REPLICATION_LAG,
          "Nobody can say how far " + name + " is behind.",
          reason(snapshot.replication()));
    }
    var settings = snapshot.settings().value();
    if (settings.isEmpty()) {
      return GuardResult.notAvailable(
          REPLICATION_LAG,
          "How far a leader may be behind could not be read from Patroni's configuration.",
          Fact.of("lagBytes", lag.get()),
          reason(snapshot.settings()));
    }
    long maximum = settings.get().maximumLagBytes();
    var facts = new Fact[] {Fact.of("lagBytes", lag.get()), Fact.of("maximumLagBytes", maximum)};
    if (lag.get() > maximum) {
      return GuardResult.block(
          REPLICATION_LAG,
          name + " is " + lag.get() + " bytes behind; " + maximum + " are allowed.",
          facts);
    }
    return snapshot.replayLagBytes(name).isEmpty()
        ? GuardResult.warn(
            REPLICATION_LAG,
            "Only Patroni's own figure says how far " + name + " is behind.",
            facts)
        : GuardResult.pass(REPLICATION_LAG, name + " is close enough to the leader.", facts);
  }

  private GuardResult synchronousRules() {
    var settings = snapshot.settings().value();
    if (settings.isEmpty()) {
      return GuardResult.notAvailable(
          SYNCHRONOUS_RULES,
          "Whether replication is synchronous could not be read from Patroni's configuration.",
          reason(snapshot.settings()));
    }
    if (!settings.get().synchronousMode()) {
      return GuardResult.pass(
          SYNCHRONOUS_RULES,
          "Replication is asynchronous: any replica may lead.",
          Fact.of("synchronousMode", false));
    }
    var facts =
        new Fact[] {
          Fact.of("synchronousMode", mode(settings.get())), Fact.of("role", candidate.role().word())
        };
    return candidate.role().isSynchronous()
        ? GuardResult.pass(
            SYNCHRONOUS_RULES, candidate.name() + " is a synchronous standby.", facts)
        : GuardResult.forbid(
            SYNCHRONOUS_RULES,
            "Replication is synchronous, and "
                + candidate.name()
                + " is not a synchronous standby: Patroni would refuse.",
            facts);
  }

  private static String mode(ClusterSettings settings) {
    return settings.quorumMode() ? "quorum" : "on";
  }

  private GuardResult quorumSafe() {
    int total = cluster.members().size();
    long healthy = cluster.members().stream().filter(this::isRunning).count();
    var facts = new Fact[] {Fact.of("membersTotal", total), Fact.of("membersHealthy", healthy)};
    if (healthy == 0) {
      return GuardResult.notAvailable(
          QUORUM_SAFE, "No member answers on its REST API from here.", facts);
    }
    int majority = total / 2 + 1;
    if (healthy < majority) {
      return GuardResult.block(
          QUORUM_SAFE, "Only " + healthy + " of " + total + " members are healthy.", facts);
    }
    return healthy - 1 < majority
        ? GuardResult.warn(
            QUORUM_SAFE,
            "While "
                + leader.name()
                + " restarts, nobody could take over from "
                + candidate.name()
                + ".",
            facts)
        : GuardResult.pass(
            QUORUM_SAFE, "A majority stays healthy while " + leader.name() + " restarts.", facts);
  }

  private GuardResult membersReachable() {
    var silent =
        cluster.members().stream()
            .map(ClusterMember::name)
            .filter(name -> snapshot.status(name).isEmpty())
            .toList();
    var facts =
        new Fact[] {Fact.of("unreachable", silent.isEmpty() ? "none" : String.join(", ", silent))};
    if (silent.isEmpty()) {
      return GuardResult.pass(MEMBERS_REACHABLE, "Every member answers on its REST API.", facts);
    }
    if (silent.size() == cluster.members().size()) {
      return GuardResult.notAvailable(
          MEMBERS_REACHABLE, "No member answers on its REST API from here.", facts);
    }
    if (silent.contains(leader.name())) {
      return GuardResult.block(
          MEMBERS_REACHABLE,
          "The Patroni of the leader " + leader.name() + " does not answer: it cannot hand over.",
          facts);
    }
    boolean another =
        cluster.members().stream()
            .filter(member -> !member.name().equals(leader.name()))
            .filter(member -> !member.name().equals(candidate.name()))
            .anyMatch(member -> snapshot.streams(member.name()).orElse(false));
    var words = String.join(", ", silent) + (silent.size() == 1 ? " does" : " do") + " not answer";
    return another
        ? GuardResult.warn(MEMBERS_REACHABLE, words + "; another replica still streams.", facts)
        : GuardResult.block(
            MEMBERS_REACHABLE,
            words
                + ": "
                + candidate.name()
                + " is the last streaming replica, and as leader it would have none until "
                + leader.name()
                + " is back.",
            facts);
  }

  private GuardResult patroniControl() {
    if (leader.role().kind() == MemberRole.Kind.STANDBY_LEADER) {
      return GuardResult.forbid(
          PATRONI_CONTROL,
          "The database follows another site and takes no writes: there is no outage to watch.",
          Fact.of("role", leader.role().word()));
    }
    if (cluster.scheduled().isPresent()) {
      var scheduled = cluster.scheduled().get();
      return GuardResult.block(
          PATRONI_CONTROL,
          "Patroni has a switchover of its own on its calendar, which this one would replace.",
          fact("scheduledAt", scheduled.at()),
          fact("scheduledTo", scheduled.to()));
    }
    var said = snapshot.status(leader.name());
    if (said.isEmpty()) {
      return GuardResult.notAvailable(
          PATRONI_CONTROL,
          "The leader's Patroni could not be asked whether it holds the leader key.",
          Fact.of("leader", leader.name()));
    }
    var status = said.get();
    if (status.seesNoLeader() || status.failsafe()) {
      return GuardResult.block(
          PATRONI_CONTROL,
          "The leader's Patroni does not see the leader key: its consensus store is in trouble.",
          Fact.of("leader", leader.name()),
          Fact.of("failsafe", status.failsafe()));
    }
    if (cluster.paused()) {
      return GuardResult.warn(
          PATRONI_CONTROL,
          "Patroni is paused: it switches over when asked, but would not fail over if "
              + candidate.name()
              + " failed afterwards.",
          Fact.of("paused", true));
    }
    return GuardResult.pass(
        PATRONI_CONTROL,
        "Patroni is in control and has nothing else planned.",
        Fact.of("leader", leader.name()));
  }

  private boolean isRunning(ClusterMember member) {
    return snapshot
        .status(member.name())
        .map(MemberStatus::state)
        .filter(dev.binnacle.platform.patroni.MemberState::isRunning)
        .isPresent();
  }

  private static Fact reason(Answer<?> answer) {
    return Fact.of("reason", answer.problem().map(Problem::detail).orElse("not reported"));
  }

  private static Fact fact(String name, Optional<?> value) {
    return Fact.of(name, value.<Object>map(known -> known).orElse("unknown"));
  }
}
