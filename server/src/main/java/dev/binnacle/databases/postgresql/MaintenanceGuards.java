package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.MemberStatus;
import java.util.List;

/** The guards of Patroni's maintenance mode, decided on one snapshot. Pure. */
final class MaintenanceGuards {

  static final String CLUSTER_HEALTHY = "CLUSTER_HEALTHY";
  static final String LEADER_RUNS = "LEADER_RUNS";
  static final String CONSENSUS_STORE = "CONSENSUS_STORE";

  private MaintenanceGuards() {}

  /** Before a pause: from then on nobody helps a cluster that is in trouble. */
  static List<GuardResult> ofPause(PostgresqlSnapshot snapshot) {
    return List.of(healthy(snapshot), consensusStore(snapshot));
  }

  /** Before the end of a pause: Patroni acts at once on what it finds. */
  static List<GuardResult> ofResume(PostgresqlSnapshot snapshot) {
    return List.of(leaderRuns(snapshot), consensusStore(snapshot));
  }

  private static GuardResult healthy(PostgresqlSnapshot snapshot) {
    var sick =
        PostgresqlHealth.members(snapshot).stream()
            .filter(member -> !member.isHealthy())
            .map(member -> member.member().name())
            .toList();
    if (snapshot.leader().isEmpty()) {
      return GuardResult.block(
          CLUSTER_HEALTHY, "No member leads, and with the pause Patroni would not elect anybody.");
    }
    return sick.isEmpty()
        ? GuardResult.pass(CLUSTER_HEALTHY, "Every member is healthy.")
        : GuardResult.warn(
            CLUSTER_HEALTHY,
            "Not every member is healthy, and with the pause Patroni does nothing about it.",
            Fact.of("unhealthy", String.join(", ", sick)));
  }

  private static GuardResult leaderRuns(PostgresqlSnapshot snapshot) {
    var leader = snapshot.leader().map(ClusterMember::name);
    boolean works =
        leader.isPresent()
            && PatroniGuards.isRunning(snapshot, leader.get())
            && snapshot.replication().value().filter(seen -> !seen.inRecovery()).isPresent();
    var fact = PatroniGuards.fact("leader", leader);
    return works
        ? GuardResult.pass(LEADER_RUNS, "The leader answers and takes writes.", fact)
        : GuardResult.warn(
            LEADER_RUNS,
            "No leader answers and takes writes: Patroni is going to elect one at once.",
            fact);
  }

  private static GuardResult consensusStore(PostgresqlSnapshot snapshot) {
    var troubled =
        snapshot.cluster().orThrow().members().stream()
            .map(ClusterMember::name)
            .filter(name -> snapshot.status(name).filter(MemberStatus::failsafe).isPresent())
            .toList();
    return troubled.isEmpty()
        ? GuardResult.pass(CONSENSUS_STORE, "No member misses the consensus store.")
        : GuardResult.block(
            CONSENSUS_STORE,
            "Patroni runs without its consensus store, where the change has to be written.",
            Fact.of("failsafe", String.join(", ", troubled)));
  }
}
