package dev.binnacle.platform.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a change of a node as a merge patch (RFC 7396), which touches nothing that it does not
 * name. Pure.
 */
final class NodePatch {

  static final String MEDIA_TYPE = "application/merge-patch+json";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private NodePatch() {}

  /** The patch; {@code unschedulable} is absent rather than false, as kubectl leaves it. */
  static JsonNode of(NodeChange change) {
    var patch = JSON.objectNode();
    change
        .unschedulable()
        .ifPresent(wanted ->
            patch
                .putObject("spec")
                .set("unschedulable", wanted ? JSON.booleanNode(true) : JSON.nullNode()));
    var metadata = JSON.objectNode();
    change.resourceVersion().ifPresent(version -> metadata.put("resourceVersion", version));
    put(metadata, "annotations", change.annotations());
    put(metadata, "labels", change.labels());
    if (!metadata.isEmpty()) {
      patch.set("metadata", metadata);
    }
    return patch;
  }

  private static void put(
      ObjectNode metadata, String member, Map<String, Optional<String>> wanted) {
    if (!wanted.isEmpty()) {
      var texts = metadata.putObject(member);
      wanted.forEach((key, value) -> texts.put(key, value.orElse(null)));
    }
  }
}
