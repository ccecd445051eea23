package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.PodDefaults;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What the API server fills in where a client says nothing. Sources: kubernetes
 * pkg/apis/{core,apps,batch,policy,storage}/v1/defaults.go and the strategies below pkg/registry.
 */
public final class Defaults {
  private final ServiceAddresses addresses;
  private final TokenSecrets tokens;

  public Defaults(ObjectStore store) {
    this.addresses = new ServiceAddresses(store);
    this.tokens = new TokenSecrets(store);
  }

  /** Completes an object that is about to be created. */
  public void ofNew(ResourceType type, ObjectNode object) {
    ofChanged(type, object);
    switch (type.kind()) {
      case "Pod" -> PodDefaults.apply(object);
      case "Namespace" -> namespace(object);
      case "Service" -> addresses.assign(object);
      case "Secret" -> tokens.issue(object);
      case "PersistentVolume", "PersistentVolumeClaim" ->
          object.withObjectProperty("status").put("phase", "Pending");
      case "CustomResourceDefinition" -> definition(object);
      default -> {}
    }
  }

  /** Completes an object that is about to be stored, be it new or changed. */
  public void ofChanged(ResourceType type, ObjectNode object) {
    switch (type.kind()) {
      case "Pod" -> PodTemplateDefaults.ports(object.path("spec"));
      case "Deployment" -> deployment(spec(object));
      case "ReplicaSet", "ReplicationController" -> {
        number(spec(object), "replicas", 1);
        template(spec(object));
      }
      case "StatefulSet" -> statefulSet(spec(object));
      case "DaemonSet" -> daemonSet(spec(object));
      case "Job" -> job(spec(object));
      case "CronJob" -> cronJob(spec(object));
      case "Service" -> service(spec(object));
      case "Secret" -> secret(object);
      case "PersistentVolume" -> {
        text(spec(object), "persistentVolumeReclaimPolicy", "Retain");
        text(spec(object), "volumeMode", "Filesystem");
      }
      case "PersistentVolumeClaim" -> text(spec(object), "volumeMode", "Filesystem");
      case "StorageClass" -> {
        text(object, "reclaimPolicy", "Delete");
        text(object, "volumeBindingMode", "Immediate");
      }
      case "PriorityClass" -> text(object, "preemptionPolicy", "PreemptLowerPriority");
      default -> {}
    }
  }

  private static void deployment(ObjectNode spec) {
    number(spec, "replicas", 1);
    number(spec, "revisionHistoryLimit", 10);
    number(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = spec.withObjectProperty("strategy");
    text(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = spec.withObjectProperty("strategy").withObjectProperty("rollingUpdate");
      text(rolling, "maxUnavailable", "25%");
      text(rolling, "maxSurge", "25%");
    }
    template(spec);
  }

  private static void statefulSet(ObjectNode spec) {
    number(spec, "replicas", 1);
    number(spec, "revisionHistoryLimit", 10);
    text(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = spec.withObjectProperty("updateStrategy");
    text(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      number(strategy.withObjectProperty("rollingUpdate"), "partition", 0);
    }
    ObjectNode retention = spec.withObjectProperty("persistentVolumeClaimRetentionPolicy");
    text(retention, "whenDeleted", "Retain");
    text(retention, "whenScaled", "Retain");
    template(spec);
    for (JsonNode claim : spec.path("volumeClaimTemplates")) {
      text((ObjectNode) claim, "apiVersion", "v1");
      text((ObjectNode) claim, "kind", "PersistentVolumeClaim");
      text(spec((ObjectNode) claim), "volumeMode", "Filesystem");
    }
  }

  private static void daemonSet(ObjectNode spec) {
    number(spec, "revisionHistoryLimit", 10);
    ObjectNode strategy = spec.withObjectProperty("updateStrategy");
    text(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      number(strategy.withObjectProperty("rollingUpdate"), "maxSurge", 0);
      number(strategy.withObjectProperty("rollingUpdate"), "maxUnavailable", 1);
    }
    template(spec);
  }

  private static void job(ObjectNode spec) {
    if (!spec.has("completions") && !spec.has("parallelism")) {
      spec.put("completions", 1);
    }
    number(spec, "parallelism", 1);
    number(spec, "backoffLimit", 6);
    text(spec, "completionMode", "NonIndexed");
    text(spec, "podReplacementPolicy", "TerminatingOrFailed");
    flag(spec, "suspend");
    flag(spec, "manualSelector");
    template(spec);
  }

  private static void cronJob(ObjectNode spec) {
    text(spec, "concurrencyPolicy", "Allow");
    flag(spec, "suspend");
    number(spec, "successfulJobsHistoryLimit", 3);
    number(spec, "failedJobsHistoryLimit", 1);
    template(spec.withObjectProperty("jobTemplate").withObjectProperty("spec"));
  }

  private static void service(ObjectNode spec) {
    text(spec, "type", "ClusterIP");
    text(spec, "sessionAffinity", "None");
    for (JsonNode port : spec.path("ports")) {
      text((ObjectNode) port, "protocol", "TCP");
      if (!port.has("targetPort")) {
        ((ObjectNode) port).set("targetPort", port.path("port"));
      }
    }
    if (!spec.path("type").asText().equals("ExternalName")) {
      text(spec, "internalTrafficPolicy", "Cluster");
    }
  }

  /** What was given in clear is only written, never read. */
  private static void secret(ObjectNode secret) {
    text(secret, "type", "Opaque");
    secret
        .path("stringData")
        .properties()
        .forEach(entry ->
            secret
                .withObjectProperty("data")
                .put(
                    entry.getKey(),
                    Base64.getEncoder()
                        .encodeToString(
                            entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
    secret.remove("stringData");
  }

  private static void namespace(ObjectNode namespace) {
    ObjectNode metadata = namespace.withObjectProperty("metadata");
    metadata
        .withObjectProperty("labels")
        .put("kubernetes.io/metadata.name", metadata.path("name").asText());
    if (!spec(namespace).has("finalizers")) {
      spec(namespace).putArray("finalizers").add("kubernetes");
    }
    namespace.withObjectProperty("status").put("phase", "Active");
  }

  private static void definition(ObjectNode definition) {
    ObjectNode status = definition.withObjectProperty("status");
    status.set("acceptedNames", spec(definition).path("names").deepCopy());
    for (JsonNode version : spec(definition).path("versions")) {
      if (version.path("storage").asBoolean()) {
        status.putArray("storedVersions").add(version.path("name").asText());
      }
    }
    for (String type : List.of("NamesAccepted", "Established")) {
      status.withArrayProperty("conditions").addObject().put("type", type).put("status", "True");
    }
  }

  private static void template(ObjectNode workload) {
    PodTemplateDefaults.apply(workload.withObjectProperty("template"));
  }

  private static ObjectNode spec(ObjectNode object) {
    return object.withObjectProperty("spec");
  }

  static void number(ObjectNode object, String field, long value) {
    if (!object.hasNonNull(field)) {
      object.put(field, value);
    }
  }

  static void text(ObjectNode object, String field, String value) {
    if (!object.hasNonNull(field)) {
      object.put(field, value);
    }
  }

  private static void flag(ObjectNode object, String field) {
    if (!object.hasNonNull(field)) {
      object.put(field, false);
    }
  }
}
