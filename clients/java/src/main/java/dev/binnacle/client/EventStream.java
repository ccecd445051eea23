package dev.binnacle.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.client.model.OperationEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;

/** Server-sent events of one operation, over one connection. Not for several threads at once. */
final class EventStream implements AutoCloseable {
  private static final String DATA = "data:";

  private final LineQueue lines;
  private final ObjectMapper mapper;
  private StringJoiner data = new StringJoiner("\n");
  private long lastHeard = System.nanoTime();
  private boolean hasEnded;

  EventStream(LineQueue lines, ObjectMapper mapper) {
    this.lines = lines;
    this.mapper = mapper;
  }

  /**
   * Blocks until there is an event, the stream has ended, or that much time has passed.
   *
   * @throws ApiException when the event cannot be read
   */
  Optional<OperationEvent> next(Duration atMost) {
    var deadline = Deadline.in(atMost);
    while (true) {
      var heard = lines.next(deadline.left());
      if (heard instanceof LineQueue.Line line) {
        lastHeard = System.nanoTime();
        var whole = read(line.text());
        if (whole.isPresent()) {
          return whole.map(this::event);
        }
      } else {
        hasEnded = heard instanceof LineQueue.End;
        return Optional.empty();
      }
    }
  }

  /** Whether the server, or somebody on the way, has ended the stream. */
  boolean hasEnded() {
    return hasEnded;
  }

  /** For how long nothing has arrived, not even a comment. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastHeard);
  }

  @Override
  public void close() {
    lines.close();
  }

  /** The data of an event when its last line has been read. Names and ids are in the data too. */
  private Optional<String> read(String line) {
    if (line.startsWith(DATA)) {
      var value = line.substring(DATA.length());
      data.add(value.startsWith(" ") ? value.substring(1) : value);
      return Optional.empty();
    }
    if (!line.isEmpty() || data.length() == 0) {
      return Optional.empty();
    }
    var whole = data.toString();
    data = new StringJoiner("\n");
    return Optional.of(whole);
  }

  private OperationEvent event(String json) {
    try {
      return mapper.readValue(json, OperationEvent.class);
    } catch (JsonProcessingException unreadable) {
      throw new ApiException(unreadable);
    }
  }
}
