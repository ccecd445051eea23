package dev.binnacle.operations;

import dev.binnacle.api.OperationsApi;
import dev.binnacle.api.model.OperationDecision;
import dev.binnacle.api.model.OperationKind;
import dev.binnacle.api.model.OperationPage;
import dev.binnacle.api.model.OperationSort;
import dev.binnacle.api.model.OperationState;
import dev.binnacle.http.Answers;
import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Cursors;
import dev.binnacle.http.Preferences;
import dev.binnacle.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Operations over HTTP. */
@ApplicationScoped
public class OperationsResource implements OperationsApi {

  private static final String NO_REASON = "no reason given";

  private final OperationSteering steering;
  private final OperationQueries queries;
  private final OperationAnswers operationAnswers;
  private final Answers answers;
  private final CurrentRequest request;

  /** Required by CDI. */
  protected OperationsResource() {
    this(null, null, null, null, null);
  }

  /** The resource over its parts. */
  @Inject
  public OperationsResource(
      OperationSteering steering,
      OperationQueries queries,
      OperationAnswers operationAnswers,
      Answers answers,
      CurrentRequest request) {
    this.steering = steering;
    this.queries = queries;
    this.operationAnswers = operationAnswers;
    this.answers = answers;
    this.request = request;
  }

  @Override
  public CompletionStage<Response> listOperations(
      List<OperationState> state,
      List<OperationKind> kind,
      String target,
      String requestedBy,
      OffsetDateTime since,
      OffsetDateTime until,
      OperationSort sort,
      Integer limit,
      String cursor) {
    var scope = Arrays.asList("operations", state, kind, target, requestedBy, since, until, sort);
    var filter =
        new OperationQueries.Filter(
            state.stream().map(OperationMapper::fromApi).toList(),
            kind.stream().map(OperationKind::toString).toList(),
            Optional.ofNullable(target),
            Optional.ofNullable(requestedBy),
            Optional.ofNullable(since).map(OffsetDateTime::toInstant),
            Optional.ofNullable(until).map(OffsetDateTime::toInstant),
            sort == OperationSort.CREATED_AT_ASCENDING,
            Cursors.read(cursor, scope, OperationQueries.Position.class));
    return answers.of(() -> {
      var found = queries.list(filter, limit + 1);
      var page =
          new OperationPage()
              .items(found.stream().limit(limit).map(OperationMapper::toSummary).toList());
      if (found.size() > limit) {
        var last = found.get(limit - 1);
        page.nextCursor(
            Cursors.write(scope, new OperationQueries.Position(last.createdAt(), last.id())));
      }
      return Response.ok(page).build();
    });
  }

  @Override
  public CompletionStage<Response> getOperation(
      UUID operationId, String prefer, String ifNoneMatch) {
    return operationAnswers.found(operationId, Preferences.wait(prefer), ifNoneMatch);
  }

  @Override
  public CompletionStage<Response> cancelOperation(
      UUID operationId, String idempotencyKey, OperationDecision decision) {
    return decide(operationId, decision, steering::cancel);
  }

  @Override
  public CompletionStage<Response> pauseOperation(
      UUID operationId, String idempotencyKey, OperationDecision decision) {
    return decide(operationId, decision, steering::pause);
  }

  @Override
  public CompletionStage<Response> resumeOperation(
      UUID operationId, String idempotencyKey, OperationDecision decision) {
    return decide(operationId, decision, steering::resume);
  }

  @Override
  public CompletionStage<Response> retryOperation(
      UUID operationId, String idempotencyKey, OperationDecision decision) {
    return decide(operationId, decision, steering::retry);
  }

  @Override
  public CompletionStage<Response> approveOperation(
      UUID operationId, String idempotencyKey, OperationDecision decision) {
    return decide(operationId, decision, steering::approve);
  }

  @Override
  public CompletionStage<Response> rejectOperation(
      UUID operationId, OperationDecision decision, String idempotencyKey) {
    return decide(operationId, decision, steering::reject);
  }

  private interface Decision {
    void take(UUID id, Caller caller, String reason);
  }

  private CompletionStage<Response> decide(
      UUID id, OperationDecision decision, Decision decisionTaken) {
    var caller = request.get().caller();
    String reason = decision == null ? NO_REASON : decision.getReason();
    return answers
        .run(() -> decisionTaken.take(id, caller, reason))
        .thenCompose(any -> operationAnswers.accepted(id, Duration.ZERO));
  }
}
