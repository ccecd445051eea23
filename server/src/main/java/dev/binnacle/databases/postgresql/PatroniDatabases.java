package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What procedures need of the databases of the platform in force. Thread-safe. */
@ApplicationScoped
public class PatroniDatabases {

  private final CurrentPlatform platform;
  private final PostgresqlSnapshots snapshots;
  private final PatroniClients patronis;
  private final PostgresqlClients servers;

  /** Required by CDI. */
  protected PatroniDatabases() {
    this(null, null, null, null);
  }

  /** The databases of the platform in force. */
  @Inject
  public PatroniDatabases(
      CurrentPlatform platform,
      PostgresqlSnapshots snapshots,
      PatroniClients patronis,
      PostgresqlClients servers) {
    this.platform = platform;
    this.snapshots = snapshots;
    this.patronis = patronis;
    this.servers = servers;
  }

  /**
   * A look at a database whose Patroni answers.
   *
   * @throws dev.binnacle.problems.ProblemException when there is none, or nobody answers
   */
  PostgresqlSnapshot look(String name) {
    var snapshot = snapshots.take(described(name));
    snapshot.cluster().orThrow();
    return snapshot;
  }

  Database.Postgresql described(String name) {
    return platform
        .description()
        .database(name, Database.Postgresql.class)
        .orElseThrow(() ->
            Problem.of(ProblemCode.RESOURCE_NOT_FOUND, "There is no database " + name + ".")
                .asException());
  }

  /** The database as a running operation reaches it. */
  ReachedDatabase reach(String name) {
    return new ReachedDatabase(name, platform, patronis, servers);
  }

  /**
   * The member of that name in a look at the database.
   *
   * @throws dev.binnacle.problems.ProblemException when there is none
   */
  static ClusterMember member(PostgresqlSnapshot snapshot, String database, String name) {
    return snapshot
        .member(name)
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.RESOURCE_NOT_FOUND,
                    "The database \"" + database + "\" has no member \"" + name + "\".")
                .withRemedy("GET /api/v1/databases/" + database + "/members lists the members.")
                .asException());
  }
}
