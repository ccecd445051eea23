package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;

/**
 * Who manages fields, as an entry of managedFields names them.
 *
 * @param name such as "kubectl"
 * @param applies whether by server-side apply; else by any other write
 * @param apiVersion in which version of the type
 * @param subresource through which subresource; "" for the object itself
 */
record Manager(String name, boolean applies, String apiVersion, String subresource) {
  static Manager of(JsonNode entry) {
    return new Manager(
        entry.path("manager").asText(),
        entry.path("operation").asText().equals("Apply"),
        entry.path("apiVersion").asText(),
        entry.path("subresource").asText(""));
  }

  ObjectNode toJson(String time, FieldSet fields) {
    ObjectNode entry = Json.object().put("manager", name);
    entry.put("operation", applies ? "Apply" : "Update").put("apiVersion", apiVersion);
    entry.put("time", time).put("fieldsType", "FieldsV1").set("fieldsV1", fields.toJson());
    if (!subresource.isEmpty()) {
      entry.put("subresource", subresource);
    }
    return entry;
  }

  /**
   * As the texts of conflicts name it. Source: kubernetes
   * staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/conflict.go.
   */
  String inWords() {
    if (applies) {
      return "\"" + name + "\"";
    }
    return subresource.isEmpty()
        ? "\"%s\" using %s".formatted(name, apiVersion)
        : "\"%s\" with subresource \"%s\" using %s".formatted(name, subresource, apiVersion);
  }
}
