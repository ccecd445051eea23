package dev.binnacle.databases;

import dev.binnacle.api.DatabasesApi;
import dev.binnacle.api.model.DatabaseEngine;
import dev.binnacle.api.model.DatabaseMemberPage;
import dev.binnacle.api.model.DatabasePage;
import dev.binnacle.api.model.FailoverRequest;
import dev.binnacle.api.model.HealthVerdict;
import dev.binnacle.api.model.PostgresqlHistoryPage;
import dev.binnacle.api.model.PostgresqlReplicationPage;
import dev.binnacle.api.model.ReinitializeMemberRequest;
import dev.binnacle.api.model.RestartMemberRequest;
import dev.binnacle.api.model.SwitchoverRequest;
import dev.binnacle.databases.DatabaseInventory.Filter;
import dev.binnacle.health.Verdict;
import dev.binnacle.http.Answers;
import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Cursors;
import dev.binnacle.http.Page;
import dev.binnacle.platform.PlatformDescription.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The resources about databases. */
@ApplicationScoped
public class DatabasesResource implements DatabasesApi {

  private final DatabaseInventory inventory;
  private final DatabaseSubmissionMapper submissions;
  private final DatabaseStartResources starts;
  private final CurrentRequest currentRequest;
  private final Answers answers;

  /** Required by CDI. */
  protected DatabasesResource() {
    this(null, null, null, null, null);
  }

  /** The resource over its parts. */
  @Inject
  public DatabasesResource(
      DatabaseInventory inventory,
      DatabaseSubmissionMapper submissions,
      DatabaseStartResources starts,
      CurrentRequest currentRequest,
      Answers answers) {
    this.inventory = inventory;
    this.submissions = submissions;
    this.starts = starts;
    this.currentRequest = currentRequest;
    this.answers = answers;
  }

  /** The last item of a page, by name. */
  private record Named(String name) {}

  /** The last item of a page of standbys. */
  private record NamedProcess(String name, int process) {}

  /** The last item of a page of promotions. */
  private record OnTimeline(long timeline) {}

  @Override
  public CompletionStage<Response> listDatabases(
      List<DatabaseEngine> engine,
      List<HealthVerdict> verdict,
      String site,
      Integer limit,
      String cursor) {
    return answers.of(() -> {
      var scope = Arrays.<Object>asList("databases", engine, verdict, site);
      var filter =
          new Filter(
              engines(engine),
              verdict.stream()
                  .map(word -> Verdict.valueOf(word.name()))
                  .collect(Collectors.toUnmodifiableSet()),
              Optional.ofNullable(site));
      var after = Cursors.read(cursor, scope, Named.class).map(Named::name);
      var page = isServed(engine) ? inventory.list(filter, after, limit) : noDatabases();
      return Response.ok(
              new DatabasePage()
                  .items(page.items().stream().map(DatabaseMapper::toApi).toList())
                  .nextCursor(
                      page.next().map(name -> Cursors.write(scope, new Named(name))).orElse(null)))
          .build();
    });
  }

  private static Page<DatabaseView, String> noDatabases() {
    return new Page<>(List.of(), Optional.empty());
  }

  /** The contract names engines that no description can have yet: nothing is of those. */
  private static boolean isServed(List<DatabaseEngine> wanted) {
    return wanted.isEmpty() || !engines(wanted).isEmpty();
  }

  private static Set<Engine> engines(List<DatabaseEngine> wanted) {
    return Arrays.stream(Engine.values())
        .filter(engine -> wanted.stream().anyMatch(word -> word.name().equals(engine.name())))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public CompletionStage<Response> getDatabase(String database) {
    return answers.of(() -> Response.ok(DatabaseMapper.toApi(inventory.find(database))).build());
  }

  @Override
  public CompletionStage<Response> listDatabaseMembers(
      String database, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = List.of("members", database);
      var after = Cursors.read(cursor, scope, Named.class);
      var page =
          Page.of(
              inventory.members(database),
              health -> health.member().name(),
              health ->
                  after.map(last -> health.member().name().compareTo(last.name()) > 0).orElse(true),
              limit);
      return Response.ok(
              new DatabaseMemberPage()
                  .items(page.items().stream().map(DatabaseMapper::toApi).toList())
                  .nextCursor(
                      page.next().map(name -> Cursors.write(scope, new Named(name))).orElse(null)))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> listPostgresqlHistory(
      String database, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = List.of("history", database);
      var after = Cursors.read(cursor, scope, OnTimeline.class);
      var page =
          Page.of(
              inventory.history(database),
              promotion -> new OnTimeline(promotion.timeline()),
              promotion -> after.map(last -> promotion.timeline() < last.timeline()).orElse(true),
              limit);
      return Response.ok(
              new PostgresqlHistoryPage()
                  .items(page.items().stream().map(DatabaseMapper::toApi).toList())
                  .nextCursor(page.next().map(last -> Cursors.write(scope, last)).orElse(null)))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> listPostgresqlReplication(
      String database, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = List.of("replication", database);
      var after = Cursors.read(cursor, scope, NamedProcess.class);
      var page =
          Page.of(
              inventory.standbys(database),
              standby -> new NamedProcess(standby.applicationName(), standby.processId()),
              standby ->
                  after
                      .map(last -> isAfter(standby.applicationName(), standby.processId(), last))
                      .orElse(true),
              limit);
      return Response.ok(
              new PostgresqlReplicationPage()
                  .items(page.items().stream().map(ReplicationMapper::toApi).toList())
                  .nextCursor(page.next().map(last -> Cursors.write(scope, last)).orElse(null)))
          .build();
    });
  }

  private static boolean isAfter(String name, int process, NamedProcess last) {
    int byName = name.compareTo(last.name());
    return byName > 0 || (byName == 0 && process > last.process());
  }

  @Override
  public CompletionStage<Response> listPostgresqlConnections(String database) {
    return answers.of(
        () -> Response.ok(ReplicationMapper.toApi(inventory.connections(database))).build());
  }

  @Override
  public CompletionStage<Response> switchoverDatabase(
      String database,
      SwitchoverRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(dryRun, prefer, () -> submissions.switchover(database, body, request));
  }

  @Override
  public CompletionStage<Response> failoverDatabase(
      String database, FailoverRequest body, Boolean dryRun, String idempotencyKey, String prefer) {
    var request = currentRequest.get();
    return starts.start(dryRun, prefer, () -> submissions.failover(database, body, request));
  }

  @Override
  public CompletionStage<Response> restartDatabaseMember(
      String database,
      String member,
      RestartMemberRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(dryRun, prefer, () -> submissions.restart(database, member, body, request));
  }

  @Override
  public CompletionStage<Response> reinitializeDatabaseMember(
      String database,
      String member,
      ReinitializeMemberRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(
        dryRun, prefer, () -> submissions.reinitialize(database, member, body, request));
  }
}
