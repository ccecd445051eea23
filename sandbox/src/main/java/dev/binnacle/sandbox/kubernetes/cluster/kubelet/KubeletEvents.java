package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import java.time.Duration;

/**
 * What kubelets tell about pods. Source of the texts: kubernetes pkg/kubelet/{kuberuntime,images}.
 */
final class KubeletEvents {
  private final EventRecorder recorder;

  KubeletEvents(EventRecorder recorder) {
    this.recorder = recorder;
  }

  void started(Pod pod) {
    for (JsonNode container : pod.spec().path("containers")) {
      String name = container.path("name").asText();
      normal(
          pod,
          "Pulled",
          "Container image \"%s\" already present on machine"
              .formatted(container.path("image").asText()));
      normal(pod, "Created", "Created container: " + name);
      normal(pod, "Started", "Started container " + name);
    }
  }

  void imageMissing(Pod pod, String image) {
    normal(pod, "Pulling", "Pulling image \"%s\"".formatted(image));
    warning(
        pod,
        "Failed",
        ("Failed to pull image \"%1$s\": rpc error: code = NotFound desc = failed to pull and"
                + " unpack image \"%1$s\": failed to resolve reference \"%1$s\": %1$s: not found")
            .formatted(image));
    warning(pod, "Failed", "Error: ErrImagePull");
    normal(pod, "BackOff", "Back-off pulling image \"%s\"".formatted(image));
    warning(pod, "Failed", "Error: ImagePullBackOff");
  }

  void unhealthy(Pod pod) {
    warning(pod, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
  }

  /** Tells that a crashed container waits; answers the text for its status. */
  String backingOff(Pod pod, Duration backoff) {
    String container = pod.spec().path("containers").path(0).path("name").asText();
    String identity = "%s_%s(%s)".formatted(pod.name(), pod.namespace(), pod.uid());
    warning(
        pod,
        "BackOff",
        "Back-off restarting failed container %s in pod %s".formatted(container, identity));
    return "back-off %s restarting failed container=%s pod=%s"
        .formatted(inGo(backoff), container, identity);
  }

  void killing(Pod pod) {
    for (JsonNode container : pod.spec().path("containers")) {
      normal(pod, "Killing", "Stopping container " + container.path("name").asText());
    }
  }

  private static String inGo(Duration duration) {
    return duration.toMinutes() == 0
        ? duration.toSeconds() + "s"
        : "%dm%ds".formatted(duration.toMinutes(), duration.toSecondsPart());
  }

  private void normal(Pod pod, String reason, String message) {
    recorder.normal(pod.json(), source(pod), reason, message);
  }

  private void warning(Pod pod, String reason, String message) {
    recorder.warning(pod.json(), source(pod), reason, message);
  }

  private static Source source(Pod pod) {
    return new Source("kubelet", pod.nodeName());
  }
}
