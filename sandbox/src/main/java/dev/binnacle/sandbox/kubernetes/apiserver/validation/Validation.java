package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with an object, in the words of a 422. The kinds that are used here have their
 * required fields and the mistakes that people make; others have their names and labels checked.
 */
public final class Validation {
  private static final Set<String> RESTART_POLICIES = Set.of("Always", "Never", "OnFailure");

  private Validation() {}

  /** What is wrong with an object that is to be created; nothing when it is sound. */
  public static List<FieldError> ofNew(ResourceType type, ObjectNode object) {
    Errors errors = new Errors();
    check(type, object, errors);
    return errors.all();
  }

  /**
   * What is wrong with an object after a change; nothing when it is sound.
   *
   * @param before as it is stored
   * @param after as it is to be stored
   */
  public static List<FieldError> ofUpdate(ResourceType type, ObjectNode before, ObjectNode after) {
    Errors errors = new Errors();
    Immutability.check(type, before, after, errors);
    check(type, after, errors);
    return errors.all();
  }

  private static void check(ResourceType type, ObjectNode object, Errors errors) {
    Names.check(type, object, errors);
    JsonNode spec = object.path("spec");
    switch (type.kind()) {
      case "Pod" -> PodSpecs.check("spec", spec, RESTART_POLICIES, Set.of(), errors);
      case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" ->
          Workloads.check(type, object, errors);
      case "Job" -> Workloads.job("spec", spec, errors);
      case "CronJob" -> cronJob(spec, errors);
      case "PodDisruptionBudget" -> Budgets.check(spec, errors);
      case "Node" -> PodSpecs.taints(spec.path("taints"), errors);
      case "Service" -> service(spec, errors);
      case "PersistentVolumeClaim" -> claim(spec, errors);
      case "PersistentVolume" -> volume(spec, errors);
      case "ConfigMap", "Secret" -> keys(object.path("data"), errors);
      case "RoleBinding", "ClusterRoleBinding" -> binding(object, errors);
      case "StorageClass" -> {
        if (object.path("provisioner").asText("").isEmpty()) {
          errors.required("provisioner", "");
        }
      }
      default -> {
        // Only its name and labels are looked at.
      }
    }
  }

  private static void cronJob(JsonNode spec, Errors errors) {
    if (spec.path("schedule").asText("").isEmpty()) {
      errors.required("spec.schedule", "");
    }
    Workloads.job("spec.jobTemplate.spec", spec.path("jobTemplate").path("spec"), errors);
  }

  private static void service(JsonNode spec, Errors errors) {
    boolean external = spec.path("type").asText().equals("ExternalName");
    boolean headless = spec.path("clusterIP").asText().equals("None");
    if (spec.path("ports").isEmpty() && !external && !headless) {
      errors.required("spec.ports", "");
    }
    errors.oneOfIfAny(
        "spec.type",
        spec.path("type"),
        Set.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"));
    int index = 0;
    boolean several = spec.path("ports").size() > 1;
    for (JsonNode port : spec.path("ports")) {
      String field = "spec.ports[%d]".formatted(index++);
      errors.port(field + ".port", port.path("port"));
      if (several && port.path("name").asText("").isEmpty()) {
        errors.required(field + ".name", "");
      }
    }
  }

  private static void claim(JsonNode spec, Errors errors) {
    if (spec.path("accessModes").isEmpty()) {
      errors.required("spec.accessModes", "at least 1 access mode is required");
    }
    if (!spec.path("resources").path("requests").has("storage")) {
      errors.required("spec.resources[storage]", "");
    }
  }

  private static void volume(JsonNode spec, Errors errors) {
    if (spec.path("accessModes").isEmpty()) {
      errors.required("spec.accessModes", "");
    }
    if (spec.path("capacity").isEmpty()) {
      errors.required("spec.capacity", "");
    }
  }

  private static void keys(JsonNode data, Errors errors) {
    for (Map.Entry<String, JsonNode> entry : data.properties()) {
      if (!entry.getKey().matches("[-._a-zA-Z0-9]+")) {
        errors.invalid(
            "data[%s]".formatted(entry.getKey()),
            GoSyntax.quoted(entry.getKey()),
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                + " '[-._a-zA-Z0-9]+')");
      }
    }
  }

  private static void binding(ObjectNode object, Errors errors) {
    JsonNode role = object.path("roleRef");
    errors.oneOf("roleRef.kind", role.path("kind"), Set.of("ClusterRole", "Role"));
    if (role.path("name").asText("").isEmpty()) {
      errors.required("roleRef.name", "");
    }
  }
}
