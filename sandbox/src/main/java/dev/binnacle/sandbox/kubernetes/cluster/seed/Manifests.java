package dev.binnacle.sandbox.kubernetes.cluster.seed;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The YAML files beside this class, as kubectl would apply them. */
final class Manifests {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Manifests() {}

  /** The documents of a file, in its order. */
  static List<ObjectNode> read(String file) {
    try (InputStream in = Manifests.class.getResourceAsStream(file);
        MappingIterator<ObjectNode> documents = YAML.readerFor(ObjectNode.class).readValues(in)) {
      return documents.readAll();
    } catch (IOException broken) {
      throw new UncheckedIOException("The manifest " + file + " cannot be read", broken);
    }
  }
}
