package dev.binnacle.operations;

import dev.binnacle.api.model.OperationEventPage;
import dev.binnacle.http.Answers;
import dev.binnacle.http.OperationName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The events of an operation, as JSON pages and as a stream. Written by hand: the contract has one
 * operation with two media types, of which the generator makes one method.
 */
@ApplicationScoped
@Path("/operations/{operationId}/events")
public class OperationEventsResource {

  private final OperationQueries queries;
  private final OperationWaiting waiting;
  private final OperationStreams streams;
  private final Answers answers;

  /** Required by CDI. */
  protected OperationEventsResource() {
    this(null, null, null, null);
  }

  /** The resource over its parts. */
  @Inject
  public OperationEventsResource(
      OperationQueries queries,
      OperationWaiting waiting,
      OperationStreams streams,
      Answers answers) {
    this.queries = queries;
    this.waiting = waiting;
    this.streams = streams;
    this.answers = answers;
  }

  /** One page, as soon as it has an event, or when the wait is over. */
  @GET
  @Produces({MediaType.APPLICATION_JSON + ";qs=1.0", "application/problem+json;qs=0.1"})
  public CompletionStage<Response> listOperationEvents(
      @PathParam("operationId") UUID operationId,
      @QueryParam("after") @Min(0) Long after,
      @HeaderParam("Last-Event-ID") @Min(0) Long lastEventId,
      @QueryParam("wait") @DefaultValue("0") @Min(0) @Max(60) Integer wait,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) Integer limit) {
    long from = lastSeen(after, lastEventId);
    if (wait == 0) {
      return answers.of(() -> Response.ok(page(operationId, from, limit)).build());
    }
    return waiting
        .until(
            operationId,
            Duration.ofSeconds(wait),
            () ->
                Optional.of(page(operationId, from, limit))
                    .filter(page -> !page.getItems().isEmpty() || page.getFinal()),
            () -> page(operationId, from, limit))
        .thenApply(page -> Response.ok(page).build());
  }

  private OperationEventPage page(UUID id, long after, int limit) {
    var recent = queries.events(id, after, limit).orElseThrow(() -> OperationSteering.unknown(id));
    var events = recent.events();
    return new OperationEventPage()
        .items(events.stream().map(OperationMapper::toApi).toList())
        .nextAfter(events.isEmpty() ? after : events.getLast().sequence())
        ._final(recent.complete());
  }

  /** The stream: what has happened after the last seen event, and what happens from now on. */
  @GET
  @OperationName("listOperationEvents")
  @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
  public void streamOperationEvents(
      @PathParam("operationId") UUID operationId,
      @QueryParam("after") @Min(0) Long after,
      @HeaderParam("Last-Event-ID") @Min(0) Long lastEventId,
      @Context SseEventSink sink,
      @Context Sse sse) {
    streams.open(operationId, lastSeen(after, lastEventId), sink, sse);
  }

  private static long lastSeen(Long after, Long lastEventId) {
    return Stream.of(Optional.ofNullable(after), Optional.ofNullable(lastEventId))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(0L);
  }
}
