package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.apiserver.LogUnavailable;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of a container, from its start to its end.
 *
 * @param id tells the run apart from others
 * @param end empty while it runs
 */
record ContainerRun(
    String id, String container, String image, Instant start, Optional<Instant> end) {

  /**
   * The run whose log is wanted. Source of the refusals: kubernetes pkg/kubelet/kubelet_pods.go,
   * validateContainerLogStatus.
   */
  static ContainerRun of(Pod pod, String container, boolean previous) {
    JsonNode status = status(pod, container);
    String image = status.path("image").asText();
    String id = status.path("containerID").asText();
    if (previous) {
      JsonNode last = status.path("lastState").path("terminated");
      if (!last.isObject()) {
        throw new LogUnavailable(
            "previous terminated container \"%s\" in pod \"%s\" not found"
                .formatted(container, pod.name()));
      }
      return ended(id + "-previous", container, image, last);
    }
    JsonNode state = status.path("state");
    if (state.path("running").isObject()) {
      Instant start =
          Timestamps.read(state.path("running").path("startedAt")).orElse(Instant.EPOCH);
      return new ContainerRun(id, container, image, start, Optional.empty());
    }
    for (JsonNode over : new JsonNode[] {state, status.path("lastState")}) {
      if (over.path("terminated").isObject()) {
        return ended(id, container, image, over.path("terminated"));
      }
    }
    throw new LogUnavailable(
        "container \"%s\" in pod \"%s\" is waiting to start: %s"
            .formatted(container, pod.name(), why(state.path("waiting"))));
  }

  /** Whether the pod is still in this very run. */
  static boolean isRunning(Pod pod, ContainerRun run) {
    JsonNode status = status(pod, run.container());
    return status.path("state").path("running").isObject()
        && status.path("containerID").asText().equals(run.id());
  }

  private static ContainerRun ended(
      String id, String container, String image, JsonNode terminated) {
    return new ContainerRun(
        id,
        container,
        image,
        Timestamps.read(terminated.path("startedAt")).orElse(Instant.EPOCH),
        Timestamps.read(terminated.path("finishedAt")));
  }

  private static JsonNode status(Pod pod, String container) {
    for (String field : new String[] {"containerStatuses", "initContainerStatuses"}) {
      for (JsonNode status : pod.json().path("status").path(field)) {
        if (status.path("name").asText().equals(container)) {
          return status;
        }
      }
    }
    throw new LogUnavailable(
        "container \"%s\" in pod \"%s\" is not available".formatted(container, pod.name()));
  }

  private static String why(JsonNode waiting) {
    return switch (waiting.path("reason").asText("ContainerCreating")) {
      case "ErrImagePull", "ImagePullBackOff" -> "trying and failing to pull image";
      case String reason -> reason;
    };
  }
}
