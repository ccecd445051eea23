package dev.binnacle.sandbox.kubernetes.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What is told of events. Source: kubernetes pkg/printers/internalversion/printers.go (printEvent).
 */
final class EventCells {
  private EventCells() {}

  static String lastSeen(ObjectNode event) {
    JsonNode series = event.path("series");
    if (series.has("lastObservedTime")) {
      return Ages.since(series.path("lastObservedTime"));
    }
    return event.hasNonNull("lastTimestamp")
        ? Ages.since(event.path("lastTimestamp"))
        : firstSeen(event);
  }

  static String firstSeen(ObjectNode event) {
    return Ages.since(
        event.path(event.hasNonNull("firstTimestamp") ? "firstTimestamp" : "eventTime"));
  }

  static String count(ObjectNode event) {
    return Integer.toString(
        event.path("series").path("count").asInt(Math.max(1, event.path("count").asInt())));
  }

  static String object(ObjectNode event) {
    JsonNode about = event.path("involvedObject");
    String kind = about.path("kind").asText().toLowerCase(Locale.ROOT);
    String name = about.path("name").asText();
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  static String source(ObjectNode event) {
    JsonNode source = event.path("source");
    String component =
        Cells.text(source.path("component"), event.path("reportingComponent").asText());
    String host = Cells.text(source.path("host"), event.path("reportingInstance").asText());
    return host.isEmpty() ? component : component + ", " + host;
  }
}
