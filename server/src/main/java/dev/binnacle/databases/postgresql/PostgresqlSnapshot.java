package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterSettings;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.platform.postgresql.Replication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one look at a database has seen, and why the rest could not be seen.
 *
 * @param statuses what each member says of itself, by name; a member that did not answer is missing
 * @param replication what the leader's PostgreSQL says
 * @param poolers the PgBouncers before it; none when none is described
 */
public record PostgresqlSnapshot(
    Answer<ClusterState> cluster,
    Answer<ClusterSettings> settings,
    Map<String, Answer<MemberStatus>> statuses,
    Answer<Replication> replication,
    List<SeenPooler> poolers,
    Instant observedAt) {

  public PostgresqlSnapshot {
    statuses = Map.copyOf(statuses);
    poolers = List.copyOf(poolers);
  }

  /** The member that holds the leader key. */
  public Optional<ClusterMember> leader() {
    return cluster.value().flatMap(ClusterState::leader);
  }

  /** The member of that name. */
  public Optional<ClusterMember> member(String name) {
    return cluster.value().flatMap(state -> state.member(name));
  }

  /** What a member says of itself; empty when it did not answer. */
  public Optional<MemberStatus> status(String member) {
    return Optional.ofNullable(statuses.get(member)).flatMap(Answer::value);
  }

  /** Whether a member streams from the leader; empty when the leader could not be asked. */
  public Optional<Boolean> streams(String member) {
    return replication.value().map(seen -> seen.streams(member));
  }

  /** How far a member's replay is behind, by the leader's PostgreSQL. */
  public Optional<Long> replayLagBytes(String member) {
    return replication
        .value()
        .flatMap(seen -> seen.standby(member))
        .flatMap(standby -> standby.replayed().lagBytes());
  }

  /** How far a member is behind, by the leader's PostgreSQL or else by Patroni. */
  public Optional<Long> lagBytes(String member) {
    return replayLagBytes(member).or(() -> member(member).flatMap(ClusterMember::lagBytes));
  }

  /** The timeline of the leader, by its PostgreSQL or else by Patroni. */
  public Optional<Long> timeline() {
    return replication
        .value()
        .flatMap(Replication::timeline)
        .or(() -> leader().flatMap(leader -> status(leader.name())).flatMap(MemberStatus::timeline))
        .or(() -> leader().flatMap(ClusterMember::timeline));
  }

  /** The timeline of a member, by its own word or else by the cluster's. */
  public Optional<Long> timeline(String member) {
    return status(member)
        .flatMap(MemberStatus::timeline)
        .or(() -> member(member).flatMap(ClusterMember::timeline));
  }
}
