package dev.binnacle.databases;

import dev.binnacle.databases.mongodb.ReplicaSetPictures;
import dev.binnacle.databases.postgresql.LeaderAnswers;
import dev.binnacle.databases.postgresql.LeaderAnswers.Told;
import dev.binnacle.databases.postgresql.MemberHealth;
import dev.binnacle.databases.postgresql.PostgresqlHealth;
import dev.binnacle.databases.postgresql.PostgresqlSnapshots;
import dev.binnacle.databases.postgresql.Switchover;
import dev.binnacle.databases.redis.RedisPictures;
import dev.binnacle.health.Verdict;
import dev.binnacle.http.Page;
import dev.binnacle.operations.OperationQueries;
import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.PlatformDescription.Engine;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.patroni.Promotion;
import dev.binnacle.platform.postgresql.Connections;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import dev.binnacle.platform.postgresql.Standby;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks at the databases of the platform. Every look is taken now; nothing is kept. Thread-safe.
 */
@ApplicationScoped
public class DatabaseInventory {

  private static final ExecutorService LOOKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("database-", 0).factory());

  private final CurrentPlatform platform;
  private final PostgresqlSnapshots snapshots;
  private final PatroniClients patronis;
  private final LeaderAnswers leaders;
  private final OperationQueries operations;
  private final Switchover switchover;
  private final RedisPictures redis;
  private final ReplicaSetPictures mongodb;

  /** Required by CDI. */
  protected DatabaseInventory() {
    this(null, null, null, null, null, null, null, null);
  }

  /** The databases of the platform in force. */
  @Inject
  public DatabaseInventory(
      CurrentPlatform platform,
      PostgresqlSnapshots snapshots,
      PatroniClients patronis,
      LeaderAnswers leaders,
      OperationQueries operations,
      Switchover switchover,
      RedisPictures redis,
      ReplicaSetPictures mongodb) {
    this.platform = platform;
    this.snapshots = snapshots;
    this.patronis = patronis;
    this.leaders = leaders;
    this.operations = operations;
    this.switchover = switchover;
    this.redis = redis;
    this.mongodb = mongodb;
  }

  /** Which databases to list; empty members do not restrict. */
  record Filter(Set<Engine> engines, Set<Verdict> verdicts, Optional<String> site) {}

  /** The databases after that name, by name. Who does not answer costs a verdict, not the list. */
  Page<DatabaseView, String> list(Filter filter, Optional<String> after, int limit) {
    var described =
        platform.description().databases().stream()
            .filter(database ->
                filter.engines().isEmpty() || filter.engines().contains(database.engine()))
            .filter(database -> filter.site().map(database.site()::equals).orElse(true))
            .filter(database -> after.map(name -> database.name().compareTo(name) > 0).orElse(true))
            .sorted(Comparator.comparing(Database::name))
            .toList();
    if (filter.verdicts().isEmpty()) {
      var page = Page.of(described, Database::name, database -> true, limit);
      return new Page<>(look(page.items()), page.next());
    }
    return Page.of(
        look(described),
        view -> view.database().name(),
        view -> filter.verdicts().contains(view.health().verdict()),
        limit);
  }

  private List<DatabaseView> look(List<Database> databases) {
    var looks =
        databases.stream()
            .map(database -> CompletableFuture.supplyAsync(() -> view(database), LOOKING))
            .toList();
    try {
      return looks.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  /**
   * The database of that name.
   *
   * @throws dev.binnacle.problems.ProblemException when the platform has none
   */
  DatabaseView find(String name) {
    return view(described(name));
  }

  private DatabaseView view(Database database) {
    var active =
        operations.active(switchover.profile().conflictClass(), DatabaseTarget.of(database));
    return switch (database) {
      case Database.Postgresql described ->
          DatabaseView.of(described, snapshots.take(described), active);
      case Database.Redis described -> DatabaseView.of(described, redis.take(described), active);
      case Database.Mongodb described ->
          DatabaseView.of(described, mongodb.take(described), active);
    };
  }

  /**
   * The members by name.
   *
   * @throws dev.binnacle.problems.ProblemException when nobody can be asked
   */
  List<MemberHealth> members(String name) {
    var snapshot = snapshots.take(postgresql(name));
    snapshot.cluster().orThrow();
    return PostgresqlHealth.members(snapshot);
  }

  /** The promotions that Patroni has recorded, newest first. */
  List<Promotion> history(String name) {
    return patronis.of(postgresql(name)).history();
  }

  /** The standbys that take WAL from the leader. */
  List<Standby> standbys(String name) {
    return leaders.ask(postgresql(name), PostgresqlClient::replication).answer().standbys();
  }

  /** The client connections of the leader. */
  Told<Connections> connections(String name) {
    return leaders.ask(postgresql(name), PostgresqlClient::connections);
  }

  /**
   * The PostgreSQL database as described.
   *
   * @throws dev.binnacle.problems.ProblemException when the platform has none of that name
   */
  Database.Postgresql postgresql(String name) {
    return postgresql(
        name, ProblemCode.RESOURCE_NOT_FOUND, "has no such resource: it is no PostgreSQL.");
  }

  /**
   * The database as described, provided that Patroni is there to carry out a procedure on it.
   *
   * @throws dev.binnacle.problems.ProblemException when there is none, or of another engine
   */
  Database.Postgresql underPatroni(String name) {
    return postgresql(
        name,
        ProblemCode.ENGINE_NOT_SUPPORTED,
        "does not know this procedure: it is no PostgreSQL.");
  }

  private Database.Postgresql postgresql(String name, ProblemCode otherwise, String words) {
    var database = described(name);
    if (database instanceof Database.Postgresql postgresql) {
      return postgresql;
    }
    throw Problem.of(otherwise, "The database \"" + name + "\" " + words)
        .withRemedy(resourcesOf(database))
        .asException();
  }

  private static String resourcesOf(Database database) {
    return "What it has is below /api/v1/databases/"
        + database.name()
        + "/"
        + database.engine().name().toLowerCase(Locale.ROOT)
        + ".";
  }

  /**
   * The database as described.
   *
   * @throws dev.binnacle.problems.ProblemException when the platform has none of that name
   */
  Database described(String name) {
    return platform
        .description()
        .database(name)
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.RESOURCE_NOT_FOUND,
                    "The platform has no database \"" + name + "\".")
                .withRemedy("GET /api/v1/databases lists the databases.")
                .asException());
  }
}
