package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.JsonPatch;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.MergePatch;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The scale of a workload as an object of its own. Source: kubernetes
 * pkg/registry/apps/deployment/storage/storage.go (ScaleREST).
 */
public final class Scales {
  private final ObjectStore store;
  private final Updates updates;

  public Scales(ObjectStore store, Updates updates) {
    this.store = store;
    this.updates = updates;
  }

  public Answer answer(Key key, ApiRequest request) {
    return switch (request.method()) {
      case "GET" ->
          Answer.ok(
              scale(store.peek(key).orElseThrow(() -> Refusals.notFound(key.type(), key.name()))));
      case "PUT", "PATCH" ->
          Answer.ok(
              scale(updates.change(key, "scale", request, live -> scaled(key, live, request))));
      default -> throw Refusals.methodNotAllowed();
    };
  }

  private static ObjectNode scaled(Key key, ObjectNode workload, ApiRequest request) {
    ObjectNode before = scale(workload);
    ObjectNode after = wanted(before, request);
    long replicas = after.path("spec").path("replicas").asLong();
    if (replicas < 0) {
      throw Refusals.invalid(
          "Scale",
          "autoscaling",
          key.name(),
          List.of(
              FieldError.invalid(
                  "spec.replicas", Long.toString(replicas), "must be greater than or equal to 0")));
    }
    workload.withObjectProperty("spec").put("replicas", replicas);
    String version = after.path("metadata").path("resourceVersion").asText();
    workload.withObjectProperty("metadata").put("resourceVersion", version);
    return workload;
  }

  private static ObjectNode wanted(ObjectNode scale, ApiRequest request) {
    if (request.method().equals("PUT")) {
      return request.object();
    }
    return PatchKind.of(request) == PatchKind.JSON
        ? JsonPatch.apply(scale, request.tree())
        : MergePatch.apply(scale, request.object());
  }

  private static ObjectNode scale(ObjectNode workload) {
    JsonNode metadata = workload.path("metadata");
    ObjectNode scale = Json.object("autoscaling/v1", "Scale");
    ObjectNode own = scale.putObject("metadata");
    List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")
        .forEach(field -> own.set(field, metadata.path(field)));
    scale.putObject("spec").put("replicas", workload.path("spec").path("replicas").asLong());
    scale
        .putObject("status")
        .put("replicas", workload.path("status").path("replicas").asLong())
        .put("selector", selector(workload.path("spec").path("selector").path("matchLabels")));
    return scale;
  }

  private static String selector(JsonNode labels) {
    return labels.properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .collect(Collectors.joining(","));
  }
}
