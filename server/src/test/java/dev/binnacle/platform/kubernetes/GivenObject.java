package dev.binnacle.platform.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** The library's objects from YAML, read as the API's JSON is. */
final class GivenObject {

  private static final YAMLMapper YAML = new YAMLMapper();

  private GivenObject() {}

  static <T> T of(String yaml, Class<T> kind) {
    try {
      return ApiJson.read(YAML.readTree(yaml), kind);
    } catch (JsonProcessingException notYaml) {
      throw new IllegalArgumentException(notYaml);
    }
  }
}
