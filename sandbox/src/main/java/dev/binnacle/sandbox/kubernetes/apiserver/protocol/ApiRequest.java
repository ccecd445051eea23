package dev.binnacle.sandbox.kubernetes.apiserver.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protobuf.ProtobufBody;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request, read to its end.
 *
 * @param path decoded, beginning with a slash
 * @param headers the first value of each, by lower-case name
 */
public record ApiRequest(
    String method, String path, Query query, Map<String, String> headers, byte[] body, User user) {
  /** The header's value, or nothing. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** The path between its slashes. */
  public List<String> segments() {
    return Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
  }

  /** The media type of the body without its parameters. */
  public String contentType() {
    return header("content-type").split(";")[0].trim().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing may be stored. */
  public boolean isDryRun() {
    return query.all("dryRun").contains("All");
  }

  /**
   * The body as an object, be it JSON or YAML.
   *
   * @throws Refusal 400 when it is none
   */
  public ObjectNode object() {
    return optionalObject()
        .orElseThrow(() -> Refusals.badRequest("the body of the request was empty or no object"));
  }

  /** The body as an object, unless it is empty. */
  public Optional<ObjectNode> optionalObject() {
    if (body.length == 0) {
      return Optional.empty();
    }
    return Optional.of(tree()).filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
  }

  /**
   * The body as a tree.
   *
   * @throws Refusal 400 when it is neither JSON nor YAML; 415 when it is protobuf of a kind that is
   *     not known in that form
   */
  public JsonNode tree() {
    if (contentType().contains("protobuf")) {
      return ProtobufBody.decode(body)
          .orElseThrow(() -> Refusals.unsupportedMediaType(contentType(), Json.MEDIA_TYPES));
    }
    try {
      return contentType().endsWith("yaml") ? Json.readYaml(body) : Json.read(body);
    } catch (JsonProcessingException broken) {
      throw Refusals.badRequest(
          "error decoding the body of the request: " + broken.getOriginalMessage());
    }
  }
}
