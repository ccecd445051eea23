package dev.binnacle.sandbox.kubernetes.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Spans of time as people say them. Source: kubernetes
 * staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go (HumanDuration).
 */
public final class Ages {
  private static final String UNKNOWN = "<unknown>";

  private Ages() {}

  /** How long ago a timestamp of an object is. */
  static String since(JsonNode timestamp) {
    return instant(timestamp)
        .map(then -> say(Duration.between(then, Instant.now())))
        .orElse(UNKNOWN);
  }

  /** The instant behind a timestamp; empty when there is none. */
  static Optional<Instant> instant(JsonNode timestamp) {
    try {
      return timestamp.isTextual()
          ? Optional.of(Instant.parse(timestamp.asText()))
          : Optional.empty();
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  /** {@code 47s}, {@code 3m12s}, {@code 5d3h}. */
  public static String say(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 0) {
      return "0s";
    }
    if (seconds < 120) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    if (hours < 192) {
      return two(hours / 24, "d", hours % 24, "h");
    }
    long days = hours / 24;
    if (days < 730) {
      return days + "d";
    }
    return days < 2920 ? two(days / 365, "y", days % 365, "d") : days / 365 + "y";
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
  }
}
