package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The defaults of a pod template. Source: kubernetes pkg/apis/core/v1/defaults.go. */
final class PodTemplateDefaults {
  private PodTemplateDefaults() {}

  static void apply(ObjectNode template) {
    template.withObjectProperty("metadata");
    ObjectNode spec = template.withObjectProperty("spec");
    Defaults.text(spec, "restartPolicy", "Always");
    Defaults.number(spec, "terminationGracePeriodSeconds", 30);
    Defaults.text(spec, "dnsPolicy", "ClusterFirst");
    Defaults.text(spec, "schedulerName", "default-scheduler");
    if (!spec.has("securityContext")) {
      spec.putObject("securityContext");
    }
    if (spec.has("serviceAccountName")) {
      spec.set("serviceAccount", spec.get("serviceAccountName"));
    }
    spec.path("containers").forEach(PodTemplateDefaults::container);
    spec.path("initContainers").forEach(PodTemplateDefaults::container);
    ports(spec);
  }

  /** Ports are TCP where nothing is said. */
  static void ports(JsonNode spec) {
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : spec.path(list)) {
        for (JsonNode port : container.path("ports")) {
          Defaults.text((ObjectNode) port, "protocol", "TCP");
        }
      }
    }
  }

  private static void container(JsonNode node) {
    ObjectNode container = (ObjectNode) node;
    String image = container.path("image").asText();
    boolean latest =
        image.endsWith(":latest") || image.indexOf(':', image.lastIndexOf('/') + 1) < 0;
    Defaults.text(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
    Defaults.text(container, "terminationMessagePath", "/dev/termination-log");
    Defaults.text(container, "terminationMessagePolicy", "File");
    if (!container.has("resources")) {
      container.putObject("resources");
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.get(probe) instanceof ObjectNode given) {
        probe(given);
      }
    }
  }

  private static void probe(ObjectNode probe) {
    Defaults.number(probe, "timeoutSeconds", 1);
    Defaults.number(probe, "periodSeconds", 10);
    Defaults.number(probe, "successThreshold", 1);
    Defaults.number(probe, "failureThreshold", 3);
    if (probe.get("httpGet") instanceof ObjectNode request) {
      Defaults.text(request, "path", "/");
      Defaults.text(request, "scheme", "HTTP");
    }
  }
}
