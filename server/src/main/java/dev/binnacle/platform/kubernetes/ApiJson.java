package dev.binnacle.platform.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.platform.ComponentRefusedException;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads and writes the JSON of the API. Who manages which field is skipped while reading: it is
 * often the larger part of an object, and nobody here looks at it.
 */
final class ApiJson {

  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagedFields {}

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(ObjectMeta.class, WithoutManagedFields.class);

  /** The same for the library, which otherwise would look through every class there is. */
  static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization(JSON, false);

  private ApiJson() {}

  /**
   * An object of that kind.
   *
   * @throws ComponentRefusedException when it is not one
   */
  static <T> T read(JsonNode json, Class<T> kind) {
    try {
      return JSON.treeToValue(json, kind);
    } catch (JsonProcessingException notOne) {
      throw nonsense(kind);
    }
  }

  /** The same of a text. */
  static <T> T read(String json, Class<T> kind) {
    try {
      return JSON.readValue(json, kind);
    } catch (JsonProcessingException notOne) {
      throw nonsense(kind);
    }
  }

  /** A document of any kind. */
  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException notOne) {
      throw nonsense(JsonNode.class);
    }
  }

  /** The API's own words about how a call went; empty when the body holds something else. */
  static Optional<Status> status(byte[] json) {
    try {
      var tree = JSON.readTree(json);
      return tree != null && tree.path("kind").asText().equals("Status")
          ? Optional.of(JSON.treeToValue(tree, Status.class))
          : Optional.empty();
    } catch (IOException somethingElse) {
      return Optional.empty();
    }
  }

  /** Ours, as JSON. */
  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ComponentRefusedException nonsense(Class<?> expected) {
    return new ComponentRefusedException(
        "an answer that is no " + expected.getSimpleName() + " of the Kubernetes API");
  }
}
