package dev.binnacle.sandbox.kubernetes.apiserver.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protobuf.MessageReader.WireField;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The messages that are understood, with the fields that matter. Sources: kubernetes
 * staging/src/k8s.io/api/{authorization,authentication,core,policy}/v1/generated.proto,
 * staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto.
 */
enum MessageType {
  OBJECT_META(
      Map.of(
          1,
          text("name"),
          2,
          text("generateName"),
          3,
          text("namespace"),
          11,
          map("labels"),
          12,
          map("annotations"))),
  PRECONDITIONS(Map.of(1, text("uid"), 2, text("resourceVersion"))),
  DELETE_OPTIONS(
      Map.of(
          1,
          number("gracePeriodSeconds"),
          2,
          message("preconditions", PRECONDITIONS),
          3,
          flag("orphanDependents"),
          4,
          text("propagationPolicy"),
          5,
          texts("dryRun"))),
  EVICTION(
      Map.of(1, message("metadata", OBJECT_META), 2, message("deleteOptions", DELETE_OPTIONS))),
  RESOURCE_ATTRIBUTES(
      Map.of(
          1,
          text("namespace"),
          2,
          text("verb"),
          3,
          text("group"),
          4,
          text("version"),
          5,
          text("resource"),
          6,
          text("subresource"),
          7,
          text("name"))),
  NON_RESOURCE_ATTRIBUTES(Map.of(1, text("path"), 2, text("verb"))),
  ACCESS_SPEC(
      Map.of(
          1,
          message("resourceAttributes", RESOURCE_ATTRIBUTES),
          2,
          message("nonResourceAttributes", NON_RESOURCE_ATTRIBUTES))),
  ACCESS_REVIEW(Map.of(1, message("metadata", OBJECT_META), 2, message("spec", ACCESS_SPEC))),
  RULES_SPEC(Map.of(1, text("namespace"))),
  RULES_REVIEW(Map.of(1, message("metadata", OBJECT_META), 2, message("spec", RULES_SPEC))),
  SUBJECT_REVIEW(Map.of(1, message("metadata", OBJECT_META))),
  CONFIG_MAP(Map.of(1, message("metadata", OBJECT_META), 2, map("data"))),
  NAMESPACE(Map.of(1, message("metadata", OBJECT_META))),
  SERVICE_ACCOUNT(Map.of(1, message("metadata", OBJECT_META)));

  private static final Map<String, MessageType> KINDS =
      Map.of(
          "ConfigMap",
          CONFIG_MAP,
          "DeleteOptions",
          DELETE_OPTIONS,
          "Eviction",
          EVICTION,
          "Namespace",
          NAMESPACE,
          "SelfSubjectAccessReview",
          ACCESS_REVIEW,
          "SelfSubjectRulesReview",
          RULES_REVIEW,
          "SelfSubjectReview",
          SUBJECT_REVIEW,
          "ServiceAccount",
          SERVICE_ACCOUNT);

  /** Puts the value of one field where it belongs. */
  private interface Field {
    void put(ObjectNode into, WireField field);
  }

  private final Map<Integer, Field> fields;

  MessageType(Map<Integer, Field> fields) {
    this.fields = fields;
  }

  static Optional<MessageType> of(String kind) {
    return Optional.ofNullable(KINDS.get(kind));
  }

  /** The message as the JSON that says the same; empty texts are left out, as JSON would. */
  ObjectNode decode(byte[] message) {
    ObjectNode object = Json.object();
    for (WireField field : MessageReader.fields(message)) {
      Optional.ofNullable(fields.get(field.number())).ifPresent(known -> known.put(object, field));
    }
    return object;
  }

  static String textOf(WireField field) {
    return new String(field.bytes(), StandardCharsets.UTF_8);
  }

  private static Field text(String name) {
    return (into, field) -> {
      if (field.bytes().length > 0) {
        into.put(name, textOf(field));
      }
    };
  }

  private static Field texts(String name) {
    return (into, field) -> into.withArrayProperty(name).add(textOf(field));
  }

  private static Field number(String name) {
    return (into, field) -> into.put(name, field.varint());
  }

  private static Field flag(String name) {
    return (into, field) -> into.put(name, field.varint() != 0);
  }

  private static Field message(String name, MessageType type) {
    return (into, field) -> into.set(name, type.decode(field.bytes()));
  }

  private static Field map(String name) {
    return (into, field) -> {
      String key = "";
      String value = "";
      for (WireField part : MessageReader.fields(field.bytes())) {
        if (part.number() == 1) {
          key = textOf(part);
        } else {
          value = textOf(part);
        }
      }
      into.withObjectProperty(name).put(key, value);
    };
  }
}
