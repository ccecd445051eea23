package dev.binnacle.databases.redis;

import dev.binnacle.api.RedisApi;
import dev.binnacle.api.model.AddRedisNodeRequest;
import dev.binnacle.api.model.RedisFixSlotsRequest;
import dev.binnacle.api.model.RedisNodePage;
import dev.binnacle.api.model.RedisNodeRequest;
import dev.binnacle.api.model.RedisRebalanceRequest;
import dev.binnacle.api.model.RedisReshardRequest;
import dev.binnacle.api.model.RedisSlowCommandPage;
import dev.binnacle.api.model.RemoveRedisNodeRequest;
import dev.binnacle.http.Answers;
import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Cursors;
import dev.binnacle.http.Page;
import dev.binnacle.http.Preferences;
import dev.binnacle.operations.OperationAnswers;
import dev.binnacle.operations.Operations;
import dev.binnacle.operations.Submission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The resources about Redis Clusters. */
@ApplicationScoped
public class RedisResource implements RedisApi {

  private final RedisDatabases databases;
  private final RedisSlowLog slowLog;
  private final RedisSubmissionMapper submissions;
  private final Operations operations;
  private final OperationAnswers operationAnswers;
  private final CurrentRequest currentRequest;
  private final Answers answers;

  /** Required by CDI. */
  protected RedisResource() {
    this(null, null, null, null, null, null, null);
  }

  /** The resource over its parts. */
  @Inject
  public RedisResource(
      RedisDatabases databases,
      RedisSlowLog slowLog,
      RedisSubmissionMapper submissions,
      Operations operations,
      OperationAnswers operationAnswers,
      CurrentRequest currentRequest,
      Answers answers) {
    this.databases = databases;
    this.slowLog = slowLog;
    this.submissions = submissions;
    this.operations = operations;
    this.operationAnswers = operationAnswers;
    this.currentRequest = currentRequest;
    this.answers = answers;
  }

  /** The last item of a page, by name. */
  private record Named(String name) {}

  /** The last item of a page of slow commands. */
  private record Slow(Instant at, String node, long id) {

    static Slow of(RedisSlowLog.Entry entry) {
      return new Slow(entry.command().at(), entry.node(), entry.command().id());
    }

    /** Whether the entry comes later in the list, which is newest first. */
    boolean isBefore(RedisSlowLog.Entry entry) {
      int byTime = at.compareTo(entry.command().at());
      int byNode = entry.node().compareTo(node);
      return byTime > 0
          || (byTime == 0 && (byNode > 0 || (byNode == 0 && entry.command().id() < id)));
    }
  }

  @Override
  public CompletionStage<Response> getRedisCheck(String database) {
    return answers.of(() -> Response.ok(RedisMapper.check(databases.picture(database))).build());
  }

  @Override
  public CompletionStage<Response> listRedisNodes(String database, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = List.of("redisNodes", database);
      var after = Cursors.read(cursor, scope, Named.class).map(Named::name);
      var picture = databases.visible(database);
      var page =
          Page.of(
              picture.members(),
              RedisMember::name,
              member -> after.map(name -> member.name().compareTo(name) > 0).orElse(true),
              limit);
      return Response.ok(
              new RedisNodePage()
                  .items(
                      page.items().stream()
                          .map(member -> RedisMapper.toApi(picture, member))
                          .toList())
                  .nextCursor(
                      page.next().map(name -> Cursors.write(scope, new Named(name))).orElse(null)))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> listRedisSlowLog(String database, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = List.of("redisSlowLog", database);
      var after = Cursors.read(cursor, scope, Slow.class);
      var page =
          Page.of(
              slowLog.of(database),
              Slow::of,
              entry -> after.map(last -> last.isBefore(entry)).orElse(true),
              limit);
      return Response.ok(
              new RedisSlowCommandPage()
                  .items(page.items().stream().map(RedisMapper::toApi).toList())
                  .nextCursor(page.next().map(last -> Cursors.write(scope, last)).orElse(null)))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> failoverRedisNode(
      String database,
      String node,
      RedisNodeRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.failover(database, node, body, request));
  }

  @Override
  public CompletionStage<Response> saveRedisNode(
      String database,
      String node,
      RedisNodeRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.snapshot(database, node, body, request));
  }

  @Override
  public CompletionStage<Response> rewriteRedisNode(
      String database,
      String node,
      RedisNodeRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.rewrite(database, node, body, request));
  }

  @Override
  public CompletionStage<Response> reshardRedisCluster(
      String database,
      RedisReshardRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.reshard(database, body, request));
  }

  @Override
  public CompletionStage<Response> rebalanceRedisCluster(
      String database,
      RedisRebalanceRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.rebalance(database, body, request));
  }

  @Override
  public CompletionStage<Response> fixRedisSlots(
      String database,
      RedisFixSlotsRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.fixSlots(database, body, request));
  }

  @Override
  public CompletionStage<Response> addRedisNode(
      String database,
      AddRedisNodeRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.addNode(database, body, request));
  }

  @Override
  public CompletionStage<Response> removeRedisNode(
      String database,
      String node,
      RemoveRedisNodeRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.removeNode(database, node, body, request));
  }

  private CompletionStage<Response> start(
      boolean dryRun, String prefer, Supplier<Submission<?>> submission) {
    var wait = Preferences.wait(prefer);
    if (dryRun) {
      return answers.of(() -> operationAnswers.plan(operations.rehearse(submission.get())));
    }
    return CompletableFuture.supplyAsync(
            () -> operations.accept(submission.get()), answers.threads())
        .thenCompose(id -> operationAnswers.accepted(id, wait));
  }
}
