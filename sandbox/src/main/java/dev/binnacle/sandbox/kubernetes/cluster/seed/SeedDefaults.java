package dev.binnacle.sandbox.kubernetes.cluster.seed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.PodDefaults;

/**
 * What the API server would fill in, for the kinds of the manifests. Source: kubernetes
 * pkg/apis/{apps,batch,core}/v1/defaults.go.
 */
final class SeedDefaults {
  private SeedDefaults() {}

  static void apply(ObjectNode object) {
    switch (object.path("kind").asText()) {
      case "Pod" -> PodDefaults.apply(object);
      case "Deployment" -> deployment(spec(object));
      case "StatefulSet" -> statefulSet(spec(object));
      case "DaemonSet" -> daemonSet(spec(object));
      case "Job" -> job(spec(object));
      case "Service" -> service(spec(object));
      default -> {}
    }
  }

  private static ObjectNode spec(ObjectNode object) {
    return object.withObjectProperty("spec");
  }

  private static void deployment(ObjectNode spec) {
    number(spec, "replicas", 1);
    number(spec, "revisionHistoryLimit", 10);
    number(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = spec.withObjectProperty("strategy");
    text(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      text(strategy.withObjectProperty("rollingUpdate"), "maxSurge", "25%");
      text(strategy.withObjectProperty("rollingUpdate"), "maxUnavailable", "25%");
    }
  }

  private static void statefulSet(ObjectNode spec) {
    number(spec, "replicas", 1);
    number(spec, "revisionHistoryLimit", 10);
    text(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = spec.withObjectProperty("updateStrategy");
    text(strategy, "type", "RollingUpdate");
    number(strategy.withObjectProperty("rollingUpdate"), "partition", 0);
  }

  private static void daemonSet(ObjectNode spec) {
    number(spec, "revisionHistoryLimit", 10);
    ObjectNode strategy = spec.withObjectProperty("updateStrategy");
    text(strategy, "type", "RollingUpdate");
    number(strategy.withObjectProperty("rollingUpdate"), "maxSurge", 0);
    number(strategy.withObjectProperty("rollingUpdate"), "maxUnavailable", 1);
  }

  private static void job(ObjectNode spec) {
    number(spec, "completions", 1);
    number(spec, "parallelism", 1);
    number(spec, "backoffLimit", 6);
    text(spec, "completionMode", "NonIndexed");
    if (!spec.has("suspend")) {
      spec.put("suspend", false);
    }
  }

  private static void service(ObjectNode spec) {
    text(spec, "type", "ClusterIP");
    text(spec, "sessionAffinity", "None");
    for (JsonNode port : spec.path("ports")) {
      text((ObjectNode) port, "protocol", "TCP");
    }
  }

  private static void number(ObjectNode object, String field, int value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static void text(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }
}
