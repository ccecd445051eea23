package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The two ways in which Kubernetes writes an instant: metav1.Time and metav1.MicroTime. */
public final class Timestamps {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** Whole seconds, as nearly every field has them. */
  public static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Microseconds, as leases have them. */
  public static String microseconds(Instant instant) {
    return MICROSECONDS.format(instant);
  }

  /** The instant that a field tells, when it tells one. */
  public static Optional<Instant> read(JsonNode field) {
    return field.isTextual() && !field.textValue().isEmpty()
        ? Optional.of(Instant.parse(field.textValue()))
        : Optional.empty();
  }
}
