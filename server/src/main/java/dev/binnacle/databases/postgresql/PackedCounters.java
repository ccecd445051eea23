package dev.binnacle.databases.postgresql;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.binnacle.platform.postgresql.StatementCounters;
import dev.binnacle.platform.postgresql.StatementKey;
import dev.binnacle.store.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The counters of statements as they are stored: compressed JSON. Pure. */
final class PackedCounters {

  /** JSON has no maps by records. */
  private record Line(StatementKey key, StatementCounters counters) {}

  private PackedCounters() {}

  static byte[] pack(Map<StatementKey, StatementCounters> counters) {
    var lines =
        counters.entrySet().stream()
            .map(entry -> new Line(entry.getKey(), entry.getValue()))
            .toList();
    var packed = new ByteArrayOutputStream();
    try (var compressed = new GZIPOutputStream(packed)) {
      Json.mapper().writeValue(compressed, lines);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toByteArray();
  }

  static Map<StatementKey, StatementCounters> unpack(byte[] packed) {
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return Json.mapper().readValue(plain, new TypeReference<List<Line>>() {}).stream()
          .collect(Collectors.toMap(Line::key, Line::counters));
    } catch (IOException corrupt) {
      throw new UncheckedIOException("stored counters cannot be read", corrupt);
    }
  }
}
