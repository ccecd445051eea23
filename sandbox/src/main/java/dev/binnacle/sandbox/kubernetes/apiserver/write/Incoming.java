package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.List;

/** An object as a client sent it. */
final class Incoming {
  /** What only the server sets. */
  static final List<String> OF_THE_SERVER =
      List.of(
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "selfLink");

  private Incoming() {}

  /**
   * Makes kind, namespace and name of an object those of the path it was sent to.
   *
   * @param name empty when the path has none
   * @throws Refusal 400 when the object says something else
   */
  static void settle(ResourceType type, String namespace, String name, ObjectNode object) {
    checkKind(type, object);
    dropNulls(object);
    ObjectNode metadata = object.withObjectProperty("metadata");
    String ownNamespace = metadata.path("namespace").asText();
    if (!type.namespaced()) {
      metadata.remove("namespace");
    } else if (ownNamespace.isEmpty()) {
      metadata.put("namespace", namespace);
    } else if (!ownNamespace.equals(namespace)) {
      throw Refusals.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    String ownName = metadata.path("name").asText();
    if (!name.isEmpty() && !ownName.equals(name)) {
      if (!ownName.isEmpty()) {
        throw Refusals.badRequest(
            "the name of the object (%s) does not match the name on the URL (%s)"
                .formatted(ownName, name));
      }
      metadata.put("name", name);
    }
  }

  /** To the Go types of the server, null is what is not there. */
  private static void dropNulls(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      object.properties().removeIf(field -> field.getValue().isNull());
    }
    tree.forEach(Incoming::dropNulls);
  }

  private static void checkKind(ResourceType type, ObjectNode object) {
    String kind = object.path("kind").asText(type.kind());
    String version = object.path("apiVersion").asText(type.apiVersion());
    if (!kind.equals(type.kind()) || !version.equals(type.apiVersion())) {
      throw Refusals.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered for version \"%s\""
              .formatted(kind, version, type.kind(), kind, version));
    }
    object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
  }
}
