package dev.binnacle.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.client.api.OperationEventsApi;
import dev.binnacle.client.model.OperationEvent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The events of one operation, in order and once each, over as many connections as it takes: as a
 * stream, and as pages where a stream does not get through. Not for several threads at once.
 */
final class EventFeed implements AutoCloseable {
  private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(15);
  private static final int FRUITLESS_STREAMS = 3;
  private static final int PAGE = 500;
  private static final int NOT_ACCEPTABLE = 406;

  private final PatientHttpClient http;
  private final OperationEventsApi events;
  private final ObjectMapper mapper;
  private final UUID id;
  private final URI address;
  private final Duration longestSilence;
  private Optional<EventStream> stream = Optional.empty();
  private int fruitless;
  private long after;

  /**
   * What came.
   *
   * @param mayBeOver whether to look at the operation: it is final, or the connection has ended
   */
  record Batch(List<OperationEvent> events, boolean mayBeOver) {
    static final Batch NOTHING = new Batch(List.of(), false);
    static final Batch ENDED = new Batch(List.of(), true);
  }

  /**
   * A feed from the first event on.
   *
   * @param longestSilence a stream that is silent for longer is taken for held back
   */
  EventFeed(
      PatientHttpClient http,
      OperationEventsApi events,
      ObjectMapper mapper,
      URI api,
      UUID id,
      Duration longestSilence) {
    this.http = http;
    this.events = events;
    this.mapper = mapper;
    this.id = id;
    this.longestSilence = longestSilence;
    this.address = URI.create(api + "/operations/" + id + "/events");
  }

  /**
   * Blocks until there are events, the connection ends, or that much time has passed.
   *
   * @throws BinnacleException when the server cannot be reached or refuses; ask again
   */
  Batch next(Duration atMost) {
    if (fruitless >= FRUITLESS_STREAMS) {
      return page(LongPoll.within(atMost));
    }
    if (stream.isEmpty()) {
      stream = open();
      return Batch.NOTHING;
    }
    return heard(stream.get(), atMost);
  }

  /** The events that are there already, without waiting. */
  Batch rest() {
    close();
    var page = page(LongPoll.none());
    return new Batch(page.events(), page.mayBeOver() || page.events().isEmpty());
  }

  @Override
  public void close() {
    stream.ifPresent(EventStream::close);
    stream = Optional.empty();
  }

  private Optional<EventStream> open() {
    Pause.of(Duration.ofMillis(250L * fruitless));
    var request =
        HttpRequest.newBuilder(address)
            .header("Accept", "text/event-stream, application/problem+json")
            .header("Last-Event-ID", Long.toString(after))
            .build();
    try {
      var lines = http.lines(request, HEAD_TIMEOUT);
      fruitless = lines.isPresent() ? fruitless + 1 : FRUITLESS_STREAMS;
      return lines.map(open -> new EventStream(open, mapper));
    } catch (ProblemException refused) {
      if (refused.status() != NOT_ACCEPTABLE) {
        throw refused;
      }
      fruitless = FRUITLESS_STREAMS;
      return Optional.empty();
    } catch (ConnectionException lost) {
      if (lost.mayHaveArrived()) {
        fruitless++;
      }
      throw lost;
    } catch (ApiException foreign) {
      fruitless++;
      throw foreign;
    }
  }

  private Batch heard(EventStream open, Duration atMost) {
    var left = longestSilence.minus(open.silence());
    var event = open.next(atMost.compareTo(left) < 0 ? atMost : left);
    if (event.isPresent()) {
      return batch(List.of(event.get()), false);
    }
    if (open.hasEnded()) {
      close();
      return Batch.ENDED;
    }
    if (open.silence().compareTo(longestSilence) >= 0) {
      close();
      fruitless = FRUITLESS_STREAMS;
    }
    return Batch.NOTHING;
  }

  private Batch page(LongPoll poll) {
    var page = events.listOperationEvents(id, after, poll.seconds(), PAGE, null);
    if (page.getItems().isEmpty() && !page.getFinal()) {
      poll.rest();
    }
    return batch(page.getItems(), page.getFinal());
  }

  private Batch batch(List<OperationEvent> arrived, boolean isLast) {
    var news = arrived.stream().filter(event -> event.getSequence() > after).toList();
    if (news.isEmpty()) {
      return isLast ? Batch.ENDED : Batch.NOTHING;
    }
    if (stream.isPresent()) {
      fruitless = 0;
    }
    var last = news.get(news.size() - 1);
    after = last.getSequence();
    return new Batch(news, isLast || OperationStates.isFinal(last.getState()));
  }
}
