package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.platform.patroni.PatroniClient;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.net.URI;
import java.util.Optional;

/** The database that a running operation works on, reached as described at that moment. */
final class ReachedDatabase {

  private final String name;
  private final CurrentPlatform platform;
  private final PatroniClients patronis;
  private final PostgresqlClients servers;

  ReachedDatabase(
      String name, CurrentPlatform platform, PatroniClients patronis, PostgresqlClients servers) {
    this.name = name;
    this.platform = platform;
    this.patronis = patronis;
    this.servers = servers;
  }

  String name() {
    return name;
  }

  private Database.Postgresql database() {
    return platform
        .description()
        .database(name, Database.Postgresql.class)
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.PLATFORM_CHANGED,
                    "The platform description has no database " + name + " any more.")
                .withRemedy("Describe it again, then retry.")
                .asException());
  }

  PatroniClient patroni() {
    return patronis.of(database());
  }

  /** The cluster as it is now. */
  ClusterState cluster() {
    return patroni().cluster();
  }

  /** The cluster as it is now; empty while nobody can be asked, which a change may bring about. */
  Optional<ClusterState> clusterIfKnown() {
    return Tolerance.SILENCE_OR_REFUSAL.ask(this::cluster);
  }

  /** Where the Patroni of a member listens. */
  URI apiUrl(String member) {
    return cluster()
        .member(member)
        .flatMap(ClusterMember::apiUrl)
        .orElseThrow(() -> unknown("where the Patroni of " + member + " listens"));
  }

  /** What a member says of itself; empty while it does not answer. */
  Optional<MemberStatus> statusIfKnown(String member) {
    return clusterIfKnown()
        .flatMap(cluster -> cluster.member(member))
        .flatMap(ClusterMember::apiUrl)
        .flatMap(url -> Tolerance.SILENCE_OR_REFUSAL.ask(() -> patroni().status(url)));
  }

  /** The PostgreSQL of a member, at the address that the cluster has for it. */
  PostgresqlClient server(String member) {
    return servers.of(
        database(),
        cluster()
            .member(member)
            .flatMap(ClusterMember::address)
            .orElseThrow(() -> unknown("where the PostgreSQL of " + member + " listens")));
  }

  /** Whether a member streams from whoever leads now; empty while that cannot be told. */
  Optional<Boolean> streams(String member) {
    return clusterIfKnown()
        .flatMap(ClusterState::leader)
        .flatMap(leader ->
            Tolerance.SILENCE_OR_REFUSAL.ask(
                () -> server(leader.name()).expectingAbsence().replication()))
        .map(replication -> replication.streams(member));
  }

  private ProblemException unknown(String what) {
    return Problem.of(ProblemCode.COMPONENT_UNAVAILABLE, "Patroni does not say " + what + ".")
        .withRemedy("Look at the member; a retry continues from this step.")
        .causedBy("PATRONI", name, "it does not say " + what)
        .asException();
  }
}
