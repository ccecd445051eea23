package dev.binnacle.operations;

import dev.binnacle.http.Answers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open event streams. Each reads the store after a signal, so a stream shows exactly what is
 * stored, in order, whichever replica wrote it; an idle one costs no thread.
 */
@ApplicationScoped
public class OperationStreams {

  private static final Logger LOG = LoggerFactory.getLogger(OperationStreams.class);
  private static final int BATCH = 200;
  private static final RecentEvents GONE = new RecentEvents(List.of(), true);
  private static final long HEARTBEAT_SECONDS = 15;

  private final OperationQueries queries;
  private final OperationSignals signals;
  private final OperationWaiting waiting;
  private final Answers answers;

  /** Required by CDI. */
  protected OperationStreams() {
    this(null, null, null, null);
  }

  /** Streams over the store and its signals. */
  @Inject
  public OperationStreams(
      OperationQueries queries,
      OperationSignals signals,
      OperationWaiting waiting,
      Answers answers) {
    this.queries = queries;
    this.signals = signals;
    this.waiting = waiting;
    this.answers = answers;
  }

  /**
   * Sends the events after the given one until the operation is final or the client is gone.
   *
   * @throws dev.binnacle.problems.ProblemException when there is no such operation
   */
  void open(UUID id, long after, SseEventSink sink, Sse sse) {
    if (queries.state(id).isEmpty()) {
      throw OperationSteering.unknown(id);
    }
    var stream = new Stream(id, after, sink, sse);
    sink.send(comment(sse));
    stream.start();
  }

  private static OutboundSseEvent comment(Sse sse) {
    return sse.newEventBuilder().comment("still here").build();
  }

  private final class Stream {
    private final UUID id;
    private final SseEventSink sink;
    private final Sse sse;
    private final Pump pump = new Pump(answers.threads(), this::sendNew);
    private final OperationSignals.Subscription subscription;
    private final Future<?> heartbeat;
    private long sent;

    Stream(UUID id, long after, SseEventSink sink, Sse sse) {
      this.id = id;
      this.sent = after;
      this.sink = sink;
      this.sse = sse;
      this.subscription = signals.subscribe(id, pump::poke);
      this.heartbeat =
          waiting
              .timer()
              .scheduleAtFixedRate(
                  this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    void start() {
      pump.poke();
    }

    private void beat() {
      answers
          .threads()
          .execute(() -> {
            if (sink.isClosed()) {
              end();
            } else {
              sink.send(comment(sse))
                  .exceptionally(gone -> {
                    end();
                    return null;
                  });
            }
          });
    }

    private void sendNew() {
      try {
        while (!sink.isClosed()) {
          var recent = queries.events(id, sent, BATCH).orElse(GONE);
          for (var event : recent.events()) {
            sink.send(toSse(event)).toCompletableFuture().join();
            sent = event.sequence();
          }
          if (recent.complete()) {
            break;
          }
          if (recent.events().size() < BATCH) {
            return;
          }
        }
        end();
      } catch (RuntimeException failed) {
        LOG.debug("stream of operation {} ended: {}", id, failed.toString());
        end();
      }
    }

    private OutboundSseEvent toSse(OperationEvent event) {
      return sse.newEventBuilder()
          .id(Long.toString(event.sequence()))
          .name(event.type().name())
          .mediaType(MediaType.APPLICATION_JSON_TYPE)
          .data(OperationMapper.toApi(event))
          .build();
    }

    private void end() {
      subscription.close();
      heartbeat.cancel(false);
      sink.close();
    }
  }
}
