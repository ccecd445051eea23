package dev.binnacle.databases.postgresql;

import dev.binnacle.health.Health;
import dev.binnacle.health.Reason;
import dev.binnacle.health.Severity;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterSettings;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.platform.postgresql.Replication;
import dev.binnacle.problems.Problem;
import java.util.ArrayList;
import java.util.List;

/** Decides how a database and its members are, from one snapshot. Pure. */
public final class PostgresqlHealth {

  private static final String REST_SILENT = "does not answer on its REST API";

  private PostgresqlHealth() {}

  /** The verdict on the database. */
  public static Health of(PostgresqlSnapshot snapshot) {
    return snapshot
        .cluster()
        .value()
        .map(cluster -> Health.of(all(snapshot, cluster)))
        .orElseGet(() ->
            Health.unknown(
                List.of(
                    Reason.of(
                        "PATRONI_UNREACHABLE",
                        Severity.CRITICAL,
                        snapshot.cluster().problem().map(Problem::detail).orElseThrow()))));
  }

  private static List<Reason> all(PostgresqlSnapshot snapshot, ClusterState cluster) {
    var reasons = new ArrayList<>(ofCluster(snapshot, cluster));
    reasons.addAll(PoolHealth.reasons(snapshot.poolers()));
    return reasons;
  }

  /** Every member of the database, by name; none when nobody answered. */
  public static List<MemberHealth> members(PostgresqlSnapshot snapshot) {
    return snapshot.cluster().value().stream()
        .flatMap(cluster -> cluster.members().stream())
        .map(member -> member(snapshot, member))
        .toList();
  }

  /** What is wrong with the cluster, whatever stands before it. */
  static List<Reason> ofCluster(PostgresqlSnapshot snapshot, ClusterState cluster) {
    var reasons = new ArrayList<Reason>();
    var members = members(snapshot);
    if (cluster.leader().isEmpty()) {
      reasons.add(
          Reason.of(
              "NO_LEADER",
              Severity.CRITICAL,
              "No member holds the leader key: nothing is written."));
    }
    members.forEach(member -> reasons.addAll(member.reasons()));
    boolean redundant =
        members.stream().anyMatch(member -> !member.member().role().leads() && member.isHealthy());
    if (!redundant) {
      reasons.add(
          Reason.of(
              "NO_HEALTHY_REPLICA",
              Severity.WARNING,
              "No healthy replica could take over from the leader."));
    }
    boolean unsynchronized =
        members.stream().noneMatch(member -> member.member().role().isSynchronous());
    if (snapshot.settings().value().map(ClusterSettings::synchronousMode).orElse(false)
        && unsynchronized) {
      reasons.add(
          Reason.of(
              "NO_SYNCHRONOUS_STANDBY",
              Severity.WARNING,
              "Synchronous replication is demanded, but there is no synchronous standby."));
    }
    if (snapshot.statuses().keySet().stream()
        .flatMap(member -> snapshot.status(member).stream())
        .anyMatch(MemberStatus::failsafe)) {
      reasons.add(
          Reason.of(
              "FAILSAFE_MODE",
              Severity.WARNING,
              "Patroni runs without its consensus store and cannot fail over."));
    }
    if (cluster.paused()) {
      reasons.add(
          Reason.of(
              "PATRONI_PAUSED",
              Severity.WARNING,
              "Patroni is in maintenance mode and will not fail over by itself."));
    }
    cluster
        .scheduled()
        .ifPresent(scheduled ->
            reasons.add(
                Reason.of(
                    "SWITCHOVER_SCHEDULED",
                    Severity.INFO,
                    "Patroni itself has a switchover on its calendar.")));
    return reasons;
  }

  private static MemberHealth member(PostgresqlSnapshot snapshot, ClusterMember member) {
    var status = snapshot.status(member.name());
    var reasons = new ArrayList<Reason>();
    if (status.isEmpty()) {
      reasons.add(
          about(
              member,
              "MEMBER_UNREACHABLE",
              Severity.WARNING,
              "The member " + member.name() + " " + REST_SILENT + "."));
    }
    boolean lagKnown = member.role().leads() || snapshot.lagBytes(member.name()).isPresent();
    if (member.role().leads()) {
      leader(snapshot, member, reasons);
    } else {
      replica(snapshot, member, lagKnown, reasons);
    }
    if (member.pendingRestart() || status.map(MemberStatus::pendingRestart).orElse(false)) {
      reasons.add(
          about(
              member,
              "PENDING_RESTART",
              Severity.INFO,
              "A changed setting waits for a restart of " + member.name() + "."));
    }
    return new MemberHealth(
        member,
        status,
        snapshot.replication().value().flatMap(seen -> seen.standby(member.name())),
        snapshot.timeline(member.name()),
        lagKnown,
        Health.worstFirst(reasons));
  }

  private static void leader(
      PostgresqlSnapshot snapshot, ClusterMember leader, List<Reason> reasons) {
    if (!leader.state().isRunning()) {
      reasons.add(
          about(
              leader,
              "LEADER_NOT_RUNNING",
              Severity.CRITICAL,
              "The leader " + leader.name() + " is " + leader.state().word() + "."));
    }
    snapshot
        .replication()
        .problem()
        .ifPresent(problem ->
            reasons.add(
                about(leader, "LEADER_SQL_UNAVAILABLE", Severity.WARNING, problem.detail())));
    boolean readOnly =
        snapshot.replication().value().map(Replication::inRecovery).orElse(false)
            && leader.role().kind() == dev.binnacle.platform.patroni.MemberRole.Kind.LEADER;
    if (readOnly) {
      reasons.add(
          about(
              leader,
              "LEADER_IN_RECOVERY",
              Severity.CRITICAL,
              "The leader " + leader.name() + " is in recovery and takes no writes."));
    }
  }

  private static void replica(
      PostgresqlSnapshot snapshot, ClusterMember replica, boolean lagKnown, List<Reason> reasons) {
    var name = replica.name();
    if (!replica.state().isRunning()) {
      reasons.add(
          about(
              replica,
              "MEMBER_NOT_RUNNING",
              Severity.WARNING,
              "The member " + name + " is " + replica.state().word() + "."));
      return;
    }
    var streams = snapshot.streams(name);
    if (streams.isPresent() && !streams.get()) {
      reasons.add(
          about(
              replica,
              "REPLICA_NOT_STREAMING",
              Severity.WARNING,
              "The replica " + name + " does not stream from the leader."));
    }
    boolean behind =
        snapshot.timeline().isPresent()
            && snapshot.timeline(name).isPresent()
            && snapshot.timeline(name).get() < snapshot.timeline().get();
    // Patroni 3 tells a replica's timeline from a cache: what streams has followed, whatever it
    // says.
    if (behind && !streams.orElse(false)) {
      reasons.add(
          about(
              replica,
              "TIMELINE_BEHIND",
              Severity.WARNING,
              "The replica " + name + " is on an older timeline than the leader."));
    }
    if (!lagKnown) {
      reasons.add(
          about(
              replica,
              "LAG_UNKNOWN",
              Severity.WARNING,
              "Nobody can say how far " + name + " is behind."));
    }
    long maximum =
        snapshot.settings().value().map(ClusterSettings::maximumLagBytes).orElse(Long.MAX_VALUE);
    snapshot
        .lagBytes(name)
        .filter(lag -> lag > maximum)
        .ifPresent(lag ->
            reasons.add(
                about(
                    replica,
                    "REPLICA_BEHIND",
                    Severity.WARNING,
                    "The replica " + name + " is too far behind to become leader.")));
  }

  private static Reason about(
      ClusterMember member, String code, Severity severity, String message) {
    return Reason.of(code, severity, message, member.name());
  }
}
