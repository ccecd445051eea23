package dev.binnacle.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Kubernetes objects as a person writes them. */
final class Manifest {

  private static final YAMLMapper YAML = new YAMLMapper();

  private Manifest() {}

  static ObjectNode read(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException(yaml, broken);
    }
  }
}
