package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Binds pods to nodes, as a scheduler wants it: the subresource pods/binding. Source: kubernetes
 * pkg/registry/core/pod/storage/storage.go (BindingREST). Thread-safe.
 *
 * @param store where the pods are
 */
public record Bindings(ObjectStore store) {
  /**
   * Binds a pod.
   *
   * @return 201 with a Status of success
   * @throws Refusal 404 when there is no such pod; 409 when it is bound or going; 422 when the body
   *     names no node
   */
  public Answer bind(String namespace, String pod, ApiRequest request) {
    ObjectNode binding = request.object();
    String node = node(binding, pod);
    Key key = new Key(ResourceTypes.PODS, namespace, pod);
    if (request.isDryRun()) {
      bound(store.get(key).orElseThrow(() -> missing(key)), binding, node);
    } else {
      store.update(key, current -> bound(current, binding, node)).orElseThrow(() -> missing(key));
    }
    ObjectNode success = Json.object("v1", "Status");
    success.putObject("metadata");
    return Answer.created(success.put("status", "Success").put("code", 201));
  }

  private static String node(ObjectNode binding, String pod) {
    JsonNode target = binding.path("target");
    String kind = target.path("kind").asText();
    if (!kind.isEmpty() && !kind.equals("Node")) {
      throw Refusals.invalid(
          "Binding",
          "",
          pod,
          List.of(FieldError.notSupported("target.kind", kind, "\"Node\", \"<empty>\"")));
    }
    if (target.path("name").asText().isEmpty()) {
      throw Refusals.invalid("Binding", "", pod, List.of(FieldError.required("target.name", "")));
    }
    return target.path("name").asText();
  }

  private static ObjectNode bound(ObjectNode pod, ObjectNode binding, String node) {
    String name = pod.path("metadata").path("name").asText();
    if (pod.path("metadata").hasNonNull("deletionTimestamp")) {
      throw conflict(name, "pod %s is being deleted, cannot be assigned to a host".formatted(name));
    }
    String already = pod.path("spec").path("nodeName").asText();
    if (!already.isEmpty()) {
      throw conflict(name, "pod %s is already assigned to node \"%s\"".formatted(name, already));
    }
    pod.withObjectProperty("spec").put("nodeName", node);
    ObjectNode annotations = Json.object();
    for (Map.Entry<String, JsonNode> entry :
        binding.path("metadata").path("annotations").properties()) {
      annotations.set(entry.getKey(), entry.getValue());
    }
    if (!annotations.isEmpty()) {
      pod.withObjectProperty("metadata").withObjectProperty("annotations").setAll(annotations);
    }
    PodConditions.set(
        pod.withObjectProperty("status"),
        "PodScheduled",
        "True",
        "",
        "",
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
    return pod;
  }

  private static Refusal missing(Key key) {
    return Refusals.notFound(key.type(), key.name());
  }

  private static Refusal conflict(String pod, String why) {
    Refusal refusal =
        Refusals.other(
            409,
            "Conflict",
            "Operation cannot be fulfilled on pods/binding \"%s\": %s".formatted(pod, why));
    refusal.status().putObject("details").put("name", pod).put("kind", "pods/binding");
    return refusal;
  }
}
