package dev.binnacle.sandbox.kubernetes.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import java.nio.charset.StandardCharsets;

/** Objects as people write them: in YAML. */
public final class Manifest {
  private Manifest() {}

  /** An object. */
  public static ObjectNode of(String yaml) {
    return (ObjectNode) tree(yaml);
  }

  /** Any tree. */
  public static JsonNode tree(String yaml) {
    try {
      return Json.readYaml(yaml.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }
}
