package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/** Asks the PostgreSQL of whoever leads a database. Thread-safe. */
@ApplicationScoped
public class LeaderAnswers {

  private final PatroniClients patronis;
  private final PostgresqlClients servers;
  private final Clock clock;

  /** Required by CDI. */
  protected LeaderAnswers() {
    this(null, null, null);
  }

  /** Questions through those clients. */
  @Inject
  public LeaderAnswers(PatroniClients patronis, PostgresqlClients servers, Clock clock) {
    this.patronis = patronis;
    this.servers = servers;
    this.clock = clock;
  }

  /** What a member said, and when. */
  public record Told<T>(String member, T answer, Instant observedAt) {}

  /**
   * The leader's answer.
   *
   * @throws ProblemException when there is no leader or it does not answer
   */
  public <T> Told<T> ask(Database.Postgresql database, Function<PostgresqlClient, T> question) {
    var leader = leader(database);
    var server = servers.of(database, leader.address().orElseThrow());
    return new Told<>(leader.name(), question.apply(server), clock.instant());
  }

  private ClusterMember leader(Database.Postgresql database) {
    return patronis
        .of(database)
        .cluster()
        .leader()
        .filter(leader -> leader.address().isPresent())
        .orElseThrow(() -> new ProblemException(LeaderAbsent.problem(database.name())));
  }
}
