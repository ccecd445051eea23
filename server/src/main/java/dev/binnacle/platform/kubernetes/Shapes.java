package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all objects of the API have in common, without the nulls. Pure. */
final class Shapes {

  private Shapes() {}

  static Instant createdAt(ObjectMeta metadata) {
    return instant(metadata.getCreationTimestamp()).orElse(Instant.EPOCH);
  }

  static Map<String, String> labels(Map<String, String> labels) {
    return labels == null ? Map.of() : labels;
  }

  static Optional<Instant> instant(String text) {
    try {
      return Optional.ofNullable(text).map(written -> OffsetDateTime.parse(written).toInstant());
    } catch (DateTimeException notOne) {
      return Optional.empty();
    }
  }

  static String text(String text) {
    return text == null ? "" : text;
  }

  static boolean isTrue(Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }

  static int number(Integer number) {
    return number == null ? 0 : number;
  }

  static <T> List<T> list(List<T> items) {
    return items == null ? List.of() : items;
  }
}
