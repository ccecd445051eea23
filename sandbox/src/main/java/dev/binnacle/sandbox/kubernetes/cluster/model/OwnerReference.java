package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An entry of metadata.ownerReferences.
 *
 * @param controller whether this owner manages the object
 * @param blocksDeletion whether a foreground deletion of the owner waits for the object
 */
public record OwnerReference(
    String apiVersion,
    String kind,
    String name,
    String uid,
    boolean controller,
    boolean blocksDeletion) {

  /** The reference that a controller puts on what it creates. */
  public static OwnerReference controlledBy(ObjectNode owner) {
    Meta meta = new Meta(owner);
    return new OwnerReference(
        owner.path("apiVersion").asText(),
        owner.path("kind").asText(),
        meta.name(),
        meta.uid(),
        true,
        true);
  }

  static OwnerReference read(JsonNode json) {
    return new OwnerReference(
        json.path("apiVersion").asText(),
        json.path("kind").asText(),
        json.path("name").asText(),
        json.path("uid").asText(),
        json.path("controller").asBoolean(),
        json.path("blockOwnerDeletion").asBoolean());
  }

  ObjectNode toJson() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", apiVersion)
            .put("kind", kind)
            .put("name", name)
            .put("uid", uid);
    if (controller) {
      json.put("controller", true);
    }
    if (blocksDeletion) {
      json.put("blockOwnerDeletion", true);
    }
    return json;
  }
}
