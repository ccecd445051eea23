package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.write.DeleteOptions;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Writes into a pod that it is about to be evicted: the condition DisruptionTarget. Source:
 * kubernetes pkg/registry/core/pod/storage/eviction.go (addConditionAndDeletePod).
 */
record EvictionNotice(ObjectStore store, InstantSource time) {
  /**
   * Writes the condition, if the preconditions hold.
   *
   * @return the pod's version afterwards
   * @throws Refusal 409 when a precondition does not hold; 404 when the pod is gone
   */
  String write(Key key, DeleteOptions options) {
    return store
        .update(key, pod -> noted(key, pod, options))
        .orElseThrow(() -> Refusals.notFound(key.type(), key.name()))
        .path("metadata")
        .path("resourceVersion")
        .asText();
  }

  private ObjectNode noted(Key key, ObjectNode pod, DeleteOptions options) {
    JsonNode metadata = pod.path("metadata");
    String uid = metadata.path("uid").asText();
    String version = metadata.path("resourceVersion").asText();
    options
        .uid()
        .filter(wanted -> !wanted.equals(uid))
        .ifPresent(wanted -> {
          throw conflict(
              key,
              "the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated"
                  .formatted(wanted, uid));
        });
    options
        .resourceVersion()
        .filter(wanted -> !wanted.equals(version))
        .ifPresent(wanted -> {
          throw conflict(
              key,
              "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s). The object might have been modified"
                  .formatted(wanted, version));
        });
    PodConditions.set(
        pod.withObjectProperty("status"),
        "DisruptionTarget",
        "True",
        "EvictionByEvictionAPI",
        "Eviction API: evicting",
        time.instant().truncatedTo(ChronoUnit.SECONDS));
    return pod;
  }

  /** Preconditions name the kind where other conflicts name the resource. */
  private static Refusal conflict(Key key, String why) {
    Refusal refusal =
        Refusals.other(
            409,
            "Conflict",
            "Operation cannot be fulfilled on %s \"%s\": %s"
                .formatted(key.type().kind(), key.name(), why));
    refusal.status().putObject("details").put("name", key.name()).put("kind", key.type().kind());
    return refusal;
  }
}
