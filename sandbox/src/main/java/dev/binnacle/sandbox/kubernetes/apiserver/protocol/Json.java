package dev.binnacle.sandbox.kubernetes.apiserver.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** JSON and YAML as bytes and as trees. */
public final class Json {
  /** What a body may be. */
  public static final List<String> MEDIA_TYPES = List.of("application/json", "application/yaml");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final ObjectMapper YAML = YAMLMapper.builder().build();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** An object with its kind. */
  public static ObjectNode object(String apiVersion, String kind) {
    return object().put("kind", kind).put("apiVersion", apiVersion);
  }

  /** Reads one JSON document. */
  public static JsonNode read(byte[] bytes) throws JsonProcessingException {
    return tree(JSON, bytes);
  }

  /** Reads one YAML document, which JSON is too. */
  public static JsonNode readYaml(byte[] bytes) throws JsonProcessingException {
    return tree(YAML, bytes);
  }

  public static byte[] bytes(JsonNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** For people: one field a line. */
  public static byte[] prettyBytes(JsonNode tree) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** YAML without the line of dashes. */
  public static byte[] yamlBytes(JsonNode tree) {
    try {
      return YAML.writeValueAsBytes(tree);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static JsonNode tree(ObjectMapper mapper, byte[] bytes) throws JsonProcessingException {
    try {
      return mapper.readTree(bytes);
    } catch (JsonProcessingException broken) {
      throw broken;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
