package dev.binnacle.operations;

import dev.binnacle.http.Answers;
import dev.binnacle.http.EntityTags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The answers that carry an operation, for this package's resource and those of capabilities. */
@ApplicationScoped
public class OperationAnswers {

  private final OperationQueries queries;
  private final OperationWaiting waiting;
  private final Answers answers;

  /** Required by CDI. */
  protected OperationAnswers() {
    this(null, null, null);
  }

  /** Answers read from the store. */
  @Inject
  public OperationAnswers(OperationQueries queries, OperationWaiting waiting, Answers answers) {
    this.queries = queries;
    this.waiting = waiting;
    this.answers = answers;
  }

  /** 202 with the operation, as soon as it is final or the wait is over. */
  public CompletionStage<Response> accepted(UUID id, Duration wait) {
    return later(
        id,
        wait,
        operation ->
            whole(Response.accepted(), operation, wait)
                .location(URI.create("/api/v1/operations/" + id))
                .build());
  }

  /** 200 with the operation, as soon as it is final or the wait is over; 304 when it is known. */
  CompletionStage<Response> found(UUID id, Duration wait, String ifNoneMatch) {
    return later(
        id,
        wait,
        operation ->
            EntityTags.noneMatchNames(ifNoneMatch, operation.version())
                ? Response.notModified()
                    .header(HttpHeaders.ETAG, EntityTags.of(operation.version()))
                    .build()
                : whole(Response.ok(), operation, wait).build());
  }

  /** 200 with what a dry run found. */
  public Response plan(DryRun dryRun) {
    return Response.ok(OperationMapper.toApi(dryRun)).build();
  }

  private CompletionStage<Response> later(
      UUID id, Duration wait, Function<Operation, Response> render) {
    if (wait.isZero()) {
      return answers.of(() -> render.apply(read(id)));
    }
    return waiting
        .until(
            id,
            wait,
            () ->
                queries.state(id).filter(OperationState::isActive).isPresent()
                    ? Optional.<Operation>empty()
                    : Optional.of(read(id)),
            () -> read(id))
        .thenApply(render);
  }

  private Operation read(UUID id) {
    return queries.find(id).orElseThrow(() -> OperationSteering.unknown(id));
  }

  private static Response.ResponseBuilder whole(
      Response.ResponseBuilder answer, Operation operation, Duration wait) {
    answer.entity(OperationMapper.toApi(operation));
    answer.header(HttpHeaders.ETAG, EntityTags.of(operation.version()));
    if (!wait.isZero()) {
      answer.header("Preference-Applied", "wait=" + wait.toSeconds());
    }
    return answer;
  }
}
