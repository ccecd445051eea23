package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.postgresql.Connections;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.platform.postgresql.Replication;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;

/** Asks the leader of a database about those who are connected to it. Thread-safe. */
@ApplicationScoped
public class LeaderConnections {

  private final PatroniClients patronis;
  private final PostgresqlClients servers;
  private final Clock clock;

  /** Required by CDI. */
  protected LeaderConnections() {
    this(null, null, null);
  }

  /** Questions through those clients. */
  @Inject
  public LeaderConnections(PatroniClients patronis, PostgresqlClients servers, Clock clock) {
    this.patronis = patronis;
    this.servers = servers;
    this.clock = clock;
  }

  /** The client connections of a member. */
  public record Seen(String member, Connections connections, Instant observedAt) {}

  /**
   * The standbys that take WAL from the leader.
   *
   * @throws ProblemException when there is no leader or it does not answer
   */
  public Replication replication(Database database) {
    return servers.of(database, leader(database).address().orElseThrow()).replication();
  }

  /**
   * The leader's client connections.
   *
   * @throws ProblemException when there is no leader or it does not answer
   */
  public Seen connections(Database database) {
    var leader = leader(database);
    return new Seen(
        leader.name(),
        servers.of(database, leader.address().orElseThrow()).connections(),
        clock.instant());
  }

  private ClusterMember leader(Database database) {
    return patronis
        .of(database)
        .cluster()
        .leader()
        .filter(leader -> leader.address().isPresent())
        .orElseThrow(() -> new ProblemException(LeaderAbsent.problem(database.name())));
  }
}
