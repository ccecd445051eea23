package dev.binnacle.databases;

import dev.binnacle.api.MongoDbApi;
import dev.binnacle.api.model.AddMongodbMemberRequest;
import dev.binnacle.api.model.CompactMongodbCollectionRequest;
import dev.binnacle.api.model.ForceMongodbConfigurationRequest;
import dev.binnacle.api.model.MongodbCollectionPage;
import dev.binnacle.api.model.MongodbDatabasePage;
import dev.binnacle.api.model.MongodbOperationPage;
import dev.binnacle.api.model.RemoveMongodbMemberRequest;
import dev.binnacle.api.model.StepDownMongodbPrimaryRequest;
import dev.binnacle.databases.mongodb.ReplicaSetViews;
import dev.binnacle.http.Answers;
import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Cursors;
import dev.binnacle.http.Page;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The resources about MongoDB replica sets. */
@ApplicationScoped
public class MongodbResource implements MongoDbApi {

  private static final Duration LONGEST_RUN = Duration.ofHours(24);

  private final ReplicaSetViews views;
  private final DatabaseStartResources starts;
  private final MongodbSubmissionMapper submissions;
  private final CurrentRequest currentRequest;
  private final Answers answers;

  /** Required by CDI. */
  protected MongodbResource() {
    this(null, null, null, null, null);
  }

  /** The resource over its parts. */
  @Inject
  public MongodbResource(
      ReplicaSetViews views,
      DatabaseStartResources starts,
      MongodbSubmissionMapper submissions,
      CurrentRequest currentRequest,
      Answers answers) {
    this.views = views;
    this.starts = starts;
    this.submissions = submissions;
    this.currentRequest = currentRequest;
    this.answers = answers;
  }

  /** The last item of a page, by name. */
  private record Named(String name) {}

  /** The last item of a page of operations: how long it ran, and which it is among equals. */
  private record Running(long nanos, String id) {}

  @Override
  public CompletionStage<Response> getMongodbReplicaSet(String database) {
    return answers.of(() -> Response.ok(MongodbMapper.toApi(views.picture(database))).build());
  }

  @Override
  public CompletionStage<Response> getMongodbConfiguration(String database) {
    return answers.of(
        () -> Response.ok(MongodbMapper.toApi(views.configuration(database))).build());
  }

  @Override
  public CompletionStage<Response> getMongodbOplog(String database, String member) {
    return answers.of(() ->
        Response.ok(MongodbMapper.toApi(views.oplog(database, Optional.ofNullable(member))))
            .build());
  }

  @Override
  public CompletionStage<Response> getMongodbResyncAdvice(String database, String member) {
    return answers.of(
        () -> Response.ok(MongodbMapper.toApi(views.resyncAdvice(database, member))).build());
  }

  @Override
  public CompletionStage<Response> listMongodbDatabases(
      String database, String member, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = Arrays.<Object>asList("mongodb-databases", database, member);
      var after = Cursors.read(cursor, scope, Named.class);
      var told = views.databases(database, Optional.ofNullable(member));
      var page =
          Page.of(
              told.answer(),
              size -> new Named(size.name()),
              size -> after.map(last -> size.name().compareTo(last.name()) > 0).orElse(true),
              limit);
      return Response.ok(
              new MongodbDatabasePage()
                  .items(
                      page.items().stream()
                          .map(size -> MongodbMapper.toApi(told.member(), size))
                          .toList())
                  .nextCursor(page.next().map(last -> Cursors.write(scope, last)).orElse(null)))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> listMongodbCollections(
      String database, String member, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = Arrays.<Object>asList("mongodb-collections", database, member);
      var after = Cursors.read(cursor, scope, Named.class);
      var told =
          views.collections(database, Optional.ofNullable(member), after.map(Named::name), limit);
      return Response.ok(
              new MongodbCollectionPage()
                  .items(
                      told.answer().items().stream()
                          .map(size -> MongodbMapper.toApi(told.member(), size))
                          .toList())
                  .nextCursor(
                      told.answer()
                          .next()
                          .map(last -> Cursors.write(scope, new Named(last)))
                          .orElse(null)))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> listMongodbOperations(
      String database, String member, String longerThan, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = Arrays.<Object>asList("mongodb-operations", database, member, longerThan);
      var after = Cursors.read(cursor, scope, Running.class);
      var told = views.operations(database, Optional.ofNullable(member), atLeast(longerThan));
      var page =
          Page.of(
              told.answer(),
              running -> new Running(running.running().toNanos(), running.id()),
              running -> after.map(last -> running.running().toNanos() < last.nanos()).orElse(true),
              limit);
      return Response.ok(
              new MongodbOperationPage()
                  .items(
                      page.items().stream()
                          .map(running -> MongodbMapper.toApi(told.member(), running))
                          .toList())
                  .nextCursor(page.next().map(last -> Cursors.write(scope, last)).orElse(null)))
          .build();
    });
  }

  private static Duration atLeast(String text) {
    try {
      var given = Duration.parse(text);
      if (!given.isNegative() && given.compareTo(LONGEST_RUN) <= 0) {
        return given;
      }
    } catch (DateTimeParseException notDuration) {
      throw invalidDuration();
    }
    throw invalidDuration();
  }

  private static RuntimeException invalidDuration() {
    return Problem.of(ProblemCode.INVALID_PARAMETER, "A parameter is not valid.")
        .withErrors(
            List.of(Problem.Violation.of("longerThan", "must be a duration from PT0S to PT24H")))
        .asException();
  }

  @Override
  public CompletionStage<Response> stepDownMongodbPrimary(
      String database,
      StepDownMongodbPrimaryRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(dryRun, prefer, () -> submissions.stepDown(database, body, request));
  }

  @Override
  public CompletionStage<Response> addMongodbMember(
      String database,
      AddMongodbMemberRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(dryRun, prefer, () -> submissions.addMember(database, body, request));
  }

  @Override
  public CompletionStage<Response> removeMongodbMember(
      String database,
      RemoveMongodbMemberRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(dryRun, prefer, () -> submissions.removeMember(database, body, request));
  }

  @Override
  public CompletionStage<Response> forceMongodbConfiguration(
      String database,
      ForceMongodbConfigurationRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(
        dryRun, prefer, () -> submissions.forceConfiguration(database, body, request));
  }

  @Override
  public CompletionStage<Response> compactMongodbCollection(
      String database,
      CompactMongodbCollectionRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return starts.start(dryRun, prefer, () -> submissions.compact(database, body, request));
  }
}
