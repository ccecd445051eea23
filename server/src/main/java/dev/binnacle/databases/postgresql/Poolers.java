package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Component;
import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.pgbouncer.PgbouncerClient;
import dev.binnacle.platform.pgbouncer.PgbouncerClients;
import dev.binnacle.platform.pgbouncer.PoolerState;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/** Reaches the PgBouncers of the platform in force. Every look is taken now. Thread-safe. */
@ApplicationScoped
public class Poolers {

  private final CurrentPlatform platform;
  private final PgbouncerClients clients;
  private final Clock clock;

  /** Required by CDI. */
  protected Poolers() {
    this(null, null, null);
  }

  /** Reaches them through those clients. */
  @Inject
  public Poolers(CurrentPlatform platform, PgbouncerClients clients, Clock clock) {
    this.platform = platform;
    this.clients = clients;
    this.clock = clock;
  }

  /** What the PgBouncers of a database showed, and when; none when none is described. */
  public record Look(List<SeenPooler> poolers, Instant observedAt) {

    public Look {
      poolers = List.copyOf(poolers);
    }
  }

  /** Asks all of them at the same time; who does not answer is told with the reason. */
  public Look look(Database.Postgresql database) {
    var observedAt = clock.instant();
    var round = new QuestionRound(database);
    return new Look(end(round, begin(round, clients, database)), observedAt);
  }

  /** The questions of that look as part of a longer one, by the PgBouncer's name. */
  static Map<String, Future<PoolerState>> begin(
      QuestionRound round, PgbouncerClients clients, Database.Postgresql database) {
    var asked = new LinkedHashMap<String, Future<PoolerState>>();
    clients.of(database).forEach(pooler -> asked.put(pooler.name(), round.ask(pooler::state)));
    return asked;
  }

  /** The answers to those questions. */
  static List<SeenPooler> end(QuestionRound round, Map<String, Future<PoolerState>> asked) {
    return asked.entrySet().stream()
        .map(question ->
            new SeenPooler(
                question.getKey(), round.answer(question.getValue(), Component.Type.PGBOUNCER)))
        .toList();
  }

  /** The PgBouncer of that name, for an operation that runs. */
  PgbouncerClient reach(String database, String pgbouncer) {
    return platform.description().database(database, Database.Postgresql.class).stream()
        .flatMap(described -> clients.of(described).stream())
        .filter(client -> client.name().equals(pgbouncer))
        .findFirst()
        .orElseThrow(() -> gone(database, pgbouncer));
  }

  private static ProblemException gone(String database, String pgbouncer) {
    return Problem.of(
            ProblemCode.PLATFORM_CHANGED,
            "The platform description names no PgBouncer %s of %s any more."
                .formatted(pgbouncer, database))
        .withRemedy("Look whether a pool of it is paused. Describe it again, then retry.")
        .asException();
  }
}
