package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the Events that people read to find out what happened. The same thing said again counts
 * up; what is older than an hour goes, as the API server's default --event-ttl has it, and so does
 * the oldest beyond a limit. Used on the loop's thread only.
 */
public final class EventRecorder {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MOST = 2_000;

  /** What makes two Events the same. */
  private record Saying(String uid, String reason, String message, String source) {}

  private record Written(Key key, Instant last) {}

  /** Who says something. */
  public record Source(String component, String host) {
    public Source(String component) {
      this(component, "");
    }
  }

  private final ObjectStore store;
  private final InstantSource time;
  private final Map<Saying, Written> written = new LinkedHashMap<>();
  private long serial;

  public EventRecorder(ObjectStore store, InstantSource time) {
    this.store = store;
    this.time = time;
    this.serial = time.millis();
    store.list(ResourceTypes.EVENTS).stream()
        .sorted(Comparator.comparing(EventRecorder::last))
        .forEach(event -> written.put(saying(event), new Written(key(event), last(event))));
  }

  /** Something went as it should. */
  public void normal(ObjectNode about, Source source, String reason, String message) {
    record("Normal", about, source, reason, message);
  }

  /** Something needs a look. */
  public void warning(ObjectNode about, Source source, String reason, String message) {
    record("Warning", about, source, reason, message);
  }

  /** Removes what is too old. */
  public void expire() {
    Instant oldest = time.instant().minus(KEPT);
    int surplus = written.size() - MOST;
    Iterator<Written> entries = written.values().iterator();
    while (entries.hasNext()) {
      Written entry = entries.next();
      if (surplus-- <= 0 && !entry.last().isBefore(oldest)) {
        return;
      }
      store.delete(entry.key());
      entries.remove();
    }
  }

  private void record(String type, ObjectNode about, Source source, String reason, String message) {
    Saying saying = new Saying(new Meta(about).uid(), reason, message, source.component());
    Instant now = time.instant();
    Optional<Key> again =
        Optional.ofNullable(written.remove(saying))
            .map(Written::key)
            .filter(key -> count(key, now));
    Key key = again.orElseGet(() -> create(type, about, source, saying, now));
    written.put(saying, new Written(key, now));
    if (written.size() > MOST + MOST / 10) {
      expire();
    }
  }

  private boolean count(Key key, Instant now) {
    return store
        .update(
            key,
            event -> {
              event.put("count", event.path("count").asInt(1) + 1);
              return event.put("lastTimestamp", Timestamps.seconds(now));
            })
        .isPresent();
  }

  private Key create(String type, ObjectNode about, Source source, Saying saying, Instant now) {
    Meta meta = new Meta(about);
    String namespace = meta.namespace().isEmpty() ? "default" : meta.namespace();
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("name", "%s.%016x".formatted(meta.name(), ++serial << 20))
        .put("namespace", namespace);
    event
        .putObject("involvedObject")
        .put("apiVersion", about.path("apiVersion").asText())
        .put("kind", about.path("kind").asText())
        .put("name", meta.name())
        .put("uid", meta.uid());
    if (!meta.namespace().isEmpty()) {
      event.withObjectProperty("involvedObject").put("namespace", namespace);
    }
    event.put("type", type).put("reason", saying.reason()).put("message", saying.message());
    event.put("count", 1);
    event.put("firstTimestamp", Timestamps.seconds(now));
    event.put("lastTimestamp", Timestamps.seconds(now));
    ObjectNode origin = event.putObject("source").put("component", source.component());
    if (!source.host().isEmpty()) {
      origin.put("host", source.host());
    }
    event.put("reportingComponent", source.component()).put("reportingInstance", source.host());
    event.putNull("eventTime");
    return key(store.create(ResourceTypes.EVENTS, event));
  }

  private static Key key(ObjectNode event) {
    Meta meta = new Meta(event);
    return new Key(ResourceTypes.EVENTS, meta.namespace(), meta.name());
  }

  private static Saying saying(ObjectNode event) {
    return new Saying(
        event.path("involvedObject").path("uid").asText(),
        event.path("reason").asText(),
        event.path("message").asText(),
        event.path("source").path("component").asText());
  }

  private static Instant last(ObjectNode event) {
    return Timestamps.read(event.path("lastTimestamp")).orElse(new Meta(event).created());
  }
}
