package dev.binnacle.databases;

import dev.binnacle.api.PostgreSqlApi;
import dev.binnacle.api.model.MaintenanceRequest;
import dev.binnacle.api.model.PausePoolRequest;
import dev.binnacle.api.model.PoolRequest;
import dev.binnacle.api.model.PostgresqlSizePage;
import dev.binnacle.api.model.PostgresqlSlowQuerySort;
import dev.binnacle.api.model.PostgresqlStoragePage;
import dev.binnacle.api.model.ReloadPgbouncerRequest;
import dev.binnacle.databases.PoolSubmissions.Grounds;
import dev.binnacle.databases.postgresql.DailyChecks;
import dev.binnacle.databases.postgresql.LeaderAnswers;
import dev.binnacle.databases.postgresql.Poolers;
import dev.binnacle.databases.postgresql.PostgresqlViews;
import dev.binnacle.databases.postgresql.SlowQueries;
import dev.binnacle.http.Answers;
import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Cursors;
import dev.binnacle.http.Page;
import dev.binnacle.platform.postgresql.DatabaseSize;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The resources that only a PostgreSQL database has. */
@ApplicationScoped
public class PostgresqlResource implements PostgreSqlApi {

  private final DatabaseInventory inventory;
  private final LeaderAnswers leaders;
  private final PostgresqlViews views;
  private final SlowQueries slowQueries;
  private final DailyChecks dailyChecks;
  private final Poolers poolers;
  private final DatabaseSubmissionMapper submissions;
  private final PoolSubmissions poolSubmissions;
  private final DatabaseStartResources starts;
  private final CurrentRequest currentRequest;
  private final Answers answers;

  /** Required by CDI. */
  protected PostgresqlResource() {
    this(null, null, null, null, null, null, null, null, null, null, null);
  }

  /** The resource over its parts. */
  @Inject
  public PostgresqlResource(
      DatabaseInventory inventory,
      LeaderAnswers leaders,
      PostgresqlViews views,
      SlowQueries slowQueries,
      DailyChecks dailyChecks,
      Poolers poolers,
      DatabaseSubmissionMapper submissions,
      PoolSubmissions poolSubmissions,
      DatabaseStartResources starts,
      CurrentRequest currentRequest,
      Answers answers) {
    this.inventory = inventory;
    this.leaders = leaders;
    this.views = views;
    this.slowQueries = slowQueries;
    this.dailyChecks = dailyChecks;
    this.poolers = poolers;
    this.submissions = submissions;
    this.poolSubmissions = poolSubmissions;
    this.starts = starts;
    this.currentRequest = currentRequest;
    this.answers = answers;
  }

  /** The last item of a page of sizes; what may not be seen counts as smallest. */
  private record SizedName(long bytes, String name) {
    static SizedName of(DatabaseSize size) {
      return new SizedName(size.bytes().orElse(-1L), size.name());
    }

    boolean isAfter(SizedName last) {
      return bytes < last.bytes || (bytes == last.bytes && name.compareTo(last.name) > 0);
    }
  }

  /** The last item of a page, by name. */
  private record Named(String name) {}

  @Override
  public CompletionStage<Response> listPostgresqlBlockedSessions(String database) {
    return answers.of(() ->
        Response.ok(
                PostgresqlMapper.blocked(
                    leaders.ask(inventory.postgresql(database), PostgresqlClient::lockedSessions)))
            .build());
  }

  @Override
  public CompletionStage<Response> listPostgresqlSizes(
      String database, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = List.of("sizes", database);
      var after = Cursors.read(cursor, scope, SizedName.class);
      var sizes = leaders.ask(inventory.postgresql(database), PostgresqlClient::sizes).answer();
      var page =
          Page.of(
              sizes,
              SizedName::of,
              size -> after.map(last -> SizedName.of(size).isAfter(last)).orElse(true),
              limit);
      return Response.ok(
              new PostgresqlSizePage()
                  .items(page.items().stream().map(PostgresqlMapper::toApi).toList())
                  .nextCursor(page.next().map(last -> Cursors.write(scope, last)).orElse(null)))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> listPostgresqlStorage(
      String database, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = List.of("storage", database);
      var after = Cursors.read(cursor, scope, Named.class);
      var page =
          Page.of(
              views.storage(inventory.postgresql(database)),
              storage -> new Named(storage.member().name()),
              storage ->
                  after
                      .map(last -> storage.member().name().compareTo(last.name()) > 0)
                      .orElse(true),
              limit);
      return Response.ok(
              new PostgresqlStoragePage()
                  .items(page.items().stream().map(PostgresqlMapper::toApi).toList())
                  .nextCursor(page.next().map(last -> Cursors.write(scope, last)).orElse(null)))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> getPostgresqlConfiguration(String database) {
    return answers.of(() ->
        Response.ok(PostgresqlMapper.toApi(views.configuration(inventory.postgresql(database))))
            .build());
  }

  @Override
  public CompletionStage<Response> listPostgresqlSlowQueries(
      String database, OffsetDateTime since, PostgresqlSlowQuerySort sort, Integer limit) {
    return answers.of(() ->
        Response.ok(
                PostgresqlMapper.toApi(
                    slowQueries.find(
                        inventory.postgresql(database),
                        Optional.ofNullable(since).map(OffsetDateTime::toInstant),
                        PostgresqlMapper.order(sort),
                        limit)))
            .build());
  }

  @Override
  public CompletionStage<Response> getPostgresqlDailyCheck(String database) {
    return answers.of(() ->
        Response.ok(
                DailyCheckMapper.toApi(database, dailyChecks.check(inventory.postgresql(database))))
            .build());
  }

  @Override
  public CompletionStage<Response> pausePatroni(
      String database,
      MaintenanceRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(dryRun, prefer, () -> submissions.pause(database, body, request));
  }

  @Override
  public CompletionStage<Response> resumePatroni(
      String database,
      MaintenanceRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(dryRun, prefer, () -> submissions.resume(database, body, request));
  }

  @Override
  public CompletionStage<Response> listPostgresqlPools(String database) {
    return answers.of(
        () -> Response.ok(PoolsMapper.toApi(poolers.look(inventory.postgresql(database)))).build());
  }

  @Override
  public CompletionStage<Response> pausePool(
      String database,
      PausePoolRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var grounds = grounds(body.getReason(), body.getOverrideGuards());
    return starts.start(
        dryRun, prefer, () -> poolSubmissions.pause(database, PoolsMapper.wish(body), grounds));
  }

  @Override
  public CompletionStage<Response> resumePool(
      String database, PoolRequest body, Boolean dryRun, String idempotencyKey, String prefer) {
    var grounds = grounds(body.getReason(), body.getOverrideGuards());
    return starts.start(
        dryRun, prefer, () -> poolSubmissions.resume(database, PoolsMapper.wish(body), grounds));
  }

  @Override
  public CompletionStage<Response> reloadPgbouncer(
      String database,
      ReloadPgbouncerRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var grounds = grounds(body.getReason(), body.getOverrideGuards());
    return starts.start(
        dryRun, prefer, () -> poolSubmissions.reload(database, PoolsMapper.wish(body), grounds));
  }

  private Grounds grounds(String reason, List<String> overrideGuards) {
    return new Grounds(reason, PoolsMapper.guards(overrideGuards), currentRequest.get());
  }
}
