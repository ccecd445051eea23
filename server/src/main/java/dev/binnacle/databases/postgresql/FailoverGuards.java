package dev.binnacle.databases.postgresql;

import static dev.binnacle.databases.postgresql.PatroniGuards.fact;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberRole;
import dev.binnacle.platform.patroni.MemberStatus;
import java.util.ArrayList;
import java.util.List;

/** The guards that belong to a failover itself, decided on one snapshot. Pure. */
final class FailoverGuards {

  static final String LEADER_LOST = "LEADER_LOST";
  static final String CANDIDATE_RUNS = "CANDIDATE_RUNS";
  static final String MOST_WAL = "MOST_WAL";
  static final String SYNCHRONOUS_RULES = "SYNCHRONOUS_RULES";
  static final String QUORUM_SAFE = "QUORUM_SAFE";
  static final String PATRONI_CONTROL = PatroniGuards.PATRONI_CONTROL;

  private final PostgresqlSnapshot snapshot;
  private final ClusterState cluster;
  private final ClusterMember candidate;
  private final boolean force;

  private FailoverGuards(PostgresqlSnapshot snapshot, ClusterMember candidate, boolean force) {
    this.snapshot = snapshot;
    this.cluster = snapshot.cluster().orThrow();
    this.candidate = candidate;
    this.force = force;
  }

  static List<GuardResult> evaluate(
      PostgresqlSnapshot snapshot, ClusterMember candidate, boolean force) {
    var guards = new FailoverGuards(snapshot, candidate, force);
    return List.of(
        guards.leaderLost(),
        guards.candidateRuns(),
        guards.mostWal(),
        guards.synchronousRules(),
        guards.quorumSafe(),
        guards.patroniControl());
  }

  /** A leader that works is switched over, which loses nothing. */
  private GuardResult leaderLost() {
    var leader = snapshot.leader();
    if (leader.isEmpty()) {
      return GuardResult.pass(LEADER_LOST, "No member holds the leader key.");
    }
    var name = leader.get().name();
    // A leader whose Patroni is silent may take writes all the same: then two would.
    boolean works = leaderWorks();
    var facts =
        new Fact[] {
          Fact.of("leader", name),
          Fact.of("state", leader.get().state().word()),
          Fact.of("works", works)
        };
    if (!works) {
      return GuardResult.pass(
          LEADER_LOST,
          name + " holds the leader key, and does not answer or takes no writes.",
          facts);
    }
    return force
        ? GuardResult.warn(
            LEADER_LOST, name + " leads and answers: it is replaced by force.", facts)
        : GuardResult.block(
            LEADER_LOST,
            name
                + " leads and answers: a switchover replaces it without loss. To fail over all the"
                + " same, send \"force\": true.",
            facts);
  }

  private boolean leaderWorks() {
    return snapshot.replication().value().filter(seen -> !seen.inRecovery()).isPresent();
  }

  private GuardResult candidateRuns() {
    var name = candidate.name();
    var status = snapshot.status(name);
    if (status.isEmpty()) {
      return GuardResult.forbid(
          CANDIDATE_RUNS,
          name + " does not answer on its REST API, and Patroni promotes nobody who does not.",
          Fact.of("state", candidate.state().word()));
    }
    var fact = Fact.of("state", status.get().state().word());
    return status.get().state().isRunning()
        ? GuardResult.pass(CANDIDATE_RUNS, name + " answers and runs.", fact)
        : GuardResult.forbid(
            CANDIDATE_RUNS, name + " is " + status.get().state().word() + ".", fact);
  }

  /** Whatever another member has and the candidate has not is lost. */
  private GuardResult mostWal() {
    var mine = FailoverChoice.position(snapshot, candidate.name());
    var facts = new ArrayList<Fact>();
    facts.add(fact(candidate.name(), mine));
    if (mine.isEmpty()) {
      return GuardResult.notAvailable(
          MOST_WAL, candidate.name() + " does not say how much WAL it has.", facts(facts));
    }
    long missing = 0;
    var silent = new ArrayList<String>();
    for (var member : cluster.members()) {
      if (member.name().equals(candidate.name()) || sendsTheRest(member)) {
        continue;
      }
      var position = FailoverChoice.position(snapshot, member.name());
      facts.add(fact(member.name(), position));
      if (position.isEmpty()) {
        silent.add(member.name());
      }
      missing = Math.max(missing, position.orElse(0L) - mine.get());
    }
    facts.add(Fact.of("missingBytes", missing));
    if (missing > 0) {
      return GuardResult.block(
          MOST_WAL,
          "Another member has "
              + missing
              + " bytes of WAL that "
              + candidate.name()
              + " has not: they would be lost.",
          facts(facts));
    }
    return silent.isEmpty()
        ? GuardResult.pass(
            MOST_WAL, "Nobody has WAL that " + candidate.name() + " has not.", facts(facts))
        : GuardResult.warn(
            MOST_WAL,
            "Nobody who answers has WAL that "
                + candidate.name()
                + " has not; nobody knows what "
                + String.join(", ", silent)
                + " had.",
            facts(facts));
  }

  /** A leader that works is shut down cleanly, and sends what is missing to who streams from it. */
  private boolean sendsTheRest(ClusterMember member) {
    return member.role().leads()
        && leaderWorks()
        && snapshot.streams(candidate.name()).orElse(false);
  }

  private GuardResult synchronousRules() {
    var settings = snapshot.settings().value();
    if (settings.isEmpty()) {
      return GuardResult.notAvailable(
          SYNCHRONOUS_RULES,
          "Whether replication is synchronous could not be read from Patroni's configuration.",
          PatroniGuards.reason(snapshot.settings()));
    }
    var facts =
        new Fact[] {
          Fact.of("synchronousMode", settings.get().synchronousMode()),
          Fact.of("role", candidate.role().word())
        };
    return settings.get().synchronousMode() && !candidate.role().isSynchronous()
        ? GuardResult.block(
            SYNCHRONOUS_RULES,
            "Replication is synchronous, and "
                + candidate.name()
                + " is not a synchronous standby: commits that were confirmed may be lost.",
            facts)
        : GuardResult.pass(
            SYNCHRONOUS_RULES, "No rule of synchronous replication is broken.", facts);
  }

  private GuardResult quorumSafe() {
    int total = cluster.members().size();
    long running =
        cluster.members().stream()
            .filter(member -> PatroniGuards.isRunning(snapshot, member.name()))
            .count();
    var facts = new Fact[] {Fact.of("membersTotal", total), Fact.of("membersRunning", running)};
    return running > 1
        ? GuardResult.pass(QUORUM_SAFE, "The new leader has a member that can follow it.", facts)
        : GuardResult.warn(
            QUORUM_SAFE, "The new leader would be alone: nobody could take over from it.", facts);
  }

  private GuardResult patroniControl() {
    boolean standbySite =
        cluster.members().stream()
            .anyMatch(member -> member.role().kind() == MemberRole.Kind.STANDBY_LEADER);
    if (standbySite) {
      return GuardResult.forbid(
          PATRONI_CONTROL, "The database follows another site: promote the site, not a member.");
    }
    boolean failsafe =
        cluster.members().stream()
            .flatMap(member -> snapshot.status(member.name()).stream())
            .anyMatch(MemberStatus::failsafe);
    if (failsafe) {
      return GuardResult.block(
          PATRONI_CONTROL,
          "Patroni runs without its consensus store and can make nobody leader.",
          Fact.of("failsafe", true));
    }
    if (cluster.leader().isEmpty() && !cluster.paused()) {
      return GuardResult.warn(
          PATRONI_CONTROL,
          "Patroni is not paused: it elects a leader by itself, if anybody qualifies.",
          Fact.of("paused", false));
    }
    return GuardResult.pass(
        PATRONI_CONTROL, "Patroni acts when it is asked.", Fact.of("paused", cluster.paused()));
  }

  private static Fact[] facts(List<Fact> facts) {
    return facts.toArray(Fact[]::new);
  }
}
