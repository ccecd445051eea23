package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Taint;
import java.util.Map;
import java.util.Optional;

/**
 * What the API server fills in when a pod is created: the defaults of the type (kubernetes
 * pkg/apis/core/v1/defaults.go) and the tolerations of the admission plugin
 * DefaultTolerationSeconds (plugin/pkg/admission/defaulttolerationseconds/admission.go).
 */
public final class PodDefaults {
  private static final int TOLERATED_SECONDS = 300;
  private static final Map<String, Integer> PRIORITIES =
      Map.of("system-node-critical", 2_000_001_000, "system-cluster-critical", 2_000_000_000);

  private PodDefaults() {}

  /** Fills in what the pod leaves open. */
  public static void apply(ObjectNode pod) {
    ObjectNode spec = pod.withObjectProperty("spec");
    text(spec, "restartPolicy", "Always");
    text(spec, "dnsPolicy", "ClusterFirst");
    text(spec, "schedulerName", "default-scheduler");
    text(spec, "serviceAccountName", "default");
    text(spec, "serviceAccount", spec.path("serviceAccountName").asText());
    text(spec, "preemptionPolicy", "PreemptLowerPriority");
    if (!spec.has("terminationGracePeriodSeconds")) {
      spec.put("terminationGracePeriodSeconds", 30);
    }
    if (!spec.has("priority")) {
      spec.put("priority", PRIORITIES.getOrDefault(spec.path("priorityClassName").asText(), 0));
    }
    if (!spec.has("securityContext")) {
      spec.putObject("securityContext");
    }
    spec.path("containers").forEach(container -> applyToContainer((ObjectNode) container));
    spec.path("initContainers").forEach(container -> applyToContainer((ObjectNode) container));
    tolerate(pod, Taint.NOT_READY);
    tolerate(pod, Taint.UNREACHABLE);
    JsonNode status = pod.path("status");
    if (!status.has("phase")) {
      pod.withObjectProperty("status")
          .put("phase", "Pending")
          .put("qosClass", QualityOfService.of(spec).title());
    }
  }

  private static void applyToContainer(ObjectNode container) {
    String image = container.path("image").asText();
    boolean latest = image.endsWith(":latest") || image.indexOf(':', image.lastIndexOf('/')) < 0;
    text(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
    text(container, "terminationMessagePath", "/dev/termination-log");
    text(container, "terminationMessagePolicy", "File");
    if (!container.has("resources")) {
      container.putObject("resources");
    }
  }

  private static void tolerate(ObjectNode pod, String taint) {
    Taint driving = new Taint(taint, "", Taint.NO_EXECUTE, Optional.empty());
    if (new Pod(pod).tolerates(driving)) {
      return;
    }
    pod.withObjectProperty("spec")
        .withArrayProperty("tolerations")
        .addObject()
        .put("key", taint)
        .put("operator", "Exists")
        .put("effect", Taint.NO_EXECUTE)
        .put("tolerationSeconds", TOLERATED_SECONDS);
  }

  private static void text(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }
}
