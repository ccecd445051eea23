package dev.binnacle.sandbox.kubernetes.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Change;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file with one change a line. What is in it outlives the process, though not a loss of power.
 * Used by one thread at a time.
 */
final class Journal {
  private static final ObjectMapper MAPPER = new JsonMapper();

  /** What the changes of a journal come to. */
  record Contents(long revision, Map<Key, ObjectNode> objects) {}

  /** So many bytes more than the contents a journal may grow. */
  private static final long MOST_SURPLUS = 64L << 20;

  private final Path file;
  private long surplus;
  private OutputStream out = OutputStream.nullOutputStream();

  Journal(Path directory) {
    this.file = directory.resolve("journal.jsonl");
  }

  /** Reads what there is, and begins a new file with just that. */
  Contents open() {
    try {
      Files.createDirectories(file.getParent());
      Contents contents = read();
      rewrite(contents);
      return contents;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whether it is time to {@link #compact}. */
  boolean isOvergrown() {
    return surplus > MOST_SURPLUS;
  }

  /** Begins a new file with just the contents. */
  void compact(Contents contents) {
    try {
      out.close();
      rewrite(contents);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void append(Change change, Key key, ObjectNode object, long revision) {
    try {
      write(change, key, object, revision);
      out.flush();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void close() {
    try {
      out.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    out = OutputStream.nullOutputStream();
  }

  private void rewrite(Contents contents) throws IOException {
    Path compacted = file.resolveSibling("journal.new");
    out = new BufferedOutputStream(Files.newOutputStream(compacted));
    for (Map.Entry<Key, ObjectNode> entry : contents.objects().entrySet()) {
      write(Change.ADDED, entry.getKey(), entry.getValue(), contents.revision());
    }
    out.close();
    Files.move(
        compacted, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    surplus = 0;
  }

  private void write(Change change, Key key, ObjectNode object, long revision) throws IOException {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("revision", revision).put("change", change.name());
    line.set("type", MAPPER.valueToTree(key.type()));
    if (change == Change.DELETED) {
      line.put("namespace", key.namespace()).put("name", key.name());
    } else {
      line.set("object", object);
    }
    byte[] bytes = MAPPER.writeValueAsBytes(line);
    out.write(bytes);
    out.write('\n');
    surplus += bytes.length + 1;
  }

  private Contents read() throws IOException {
    Map<Key, ObjectNode> objects = new LinkedHashMap<>();
    long revision = 0;
    if (Files.exists(file)) {
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          revision = Math.max(revision, replay(line, objects));
        }
      }
    }
    return new Contents(revision, objects);
  }

  /** A process that was killed may have left half a line, which nobody was told of. */
  private static long replay(String line, Map<Key, ObjectNode> objects) throws IOException {
    JsonNode change;
    try {
      change = MAPPER.readTree(line);
    } catch (JsonProcessingException torn) {
      return 0;
    }
    ResourceType type = MAPPER.treeToValue(change.path("type"), ResourceType.class);
    if (change.path("object") instanceof ObjectNode object) {
      objects.put(Key.of(type, object), object);
    } else {
      objects.remove(
          new Key(type, change.path("namespace").asText(), change.path("name").asText()));
    }
    return change.path("revision").asLong();
  }
}
