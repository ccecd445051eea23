package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Objects of built-in kinds that a store is to have from the beginning. */
public final class Manifest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Manifest() {}

  /** Creates those objects of a YAML file beside a class that the store does not have yet. */
  public static void ensure(ObjectStore store, Class<?> neighbour, String file) {
    Defaults defaults = new Defaults(store);
    for (ObjectNode object : read(neighbour, file)) {
      ResourceType type = ResourceTypes.of(object.path("kind").asText()).orElseThrow();
      if (store.peek(Key.of(type, object)).isEmpty()) {
        defaults.ofNew(type, object);
        store.create(type, object);
      }
    }
  }

  private static List<ObjectNode> read(Class<?> neighbour, String file) {
    try (InputStream in = neighbour.getResourceAsStream(file);
        MappingIterator<ObjectNode> documents = YAML.readerFor(ObjectNode.class).readValues(in)) {
      return documents.readAll();
    } catch (IOException broken) {
      throw new UncheckedIOException("The manifest " + file + " cannot be read", broken);
    }
  }
}
