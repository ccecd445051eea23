package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import static dev.binnacle.sandbox.kubernetes.apiserver.patch.JsonEquality.same;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.List;
import java.util.Set;

/**
 * What a change must leave as it is. Sources: kubernetes pkg/apis/core/validation/validation.go
 * (ValidatePodUpdate, ValidateServiceUpdate, ...), pkg/apis/apps/validation/validation.go,
 * pkg/apis/batch/validation/validation.go.
 */
final class Immutability {
  private static final String IMMUTABLE = "field is immutable";
  private static final List<String> STATEFUL_SET =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");

  private Immutability() {}

  static void check(ResourceType type, ObjectNode before, ObjectNode after, Errors errors) {
    JsonNode old = before.path("spec");
    JsonNode spec = after.path("spec");
    switch (type.kind()) {
      case "Pod" -> pod(old, spec, errors);
      case "Deployment", "ReplicaSet", "DaemonSet" -> selector(old, spec, errors);
      case "StatefulSet" -> statefulSet(old, spec, errors);
      case "Job" -> job(old, spec, errors);
      case "Service" -> service(old, spec, errors);
      case "PersistentVolumeClaim" -> claim(old, spec, errors);
      case "ConfigMap", "Secret" -> data(before, after, errors);
      case "RoleBinding", "ClusterRoleBinding" -> {
        if (!same(before.path("roleRef"), after.path("roleRef"))) {
          errors.invalid("roleRef", after.path("roleRef").toString(), "cannot change roleRef");
        }
      }
      case "PriorityClass" -> {
        if (!same(before.path("value"), after.path("value"))) {
          errors.forbidden("value", "may not be changed in an update.");
        }
      }
      default -> {
        // Everything may change.
      }
    }
  }

  private static void pod(JsonNode before, JsonNode after, Errors errors) {
    if (!same(fixedPartOfPod(before, before), fixedPartOfPod(after, before))) {
      errors.forbidden(
          "spec",
          "pod updates may not change fields other than"
              + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
              + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
              + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it"
              + " was previously negative)");
    }
    if (before
        .path("tolerations")
        .valueStream()
        .anyMatch(toleration ->
            after.path("tolerations").valueStream().noneMatch(other -> same(toleration, other)))) {
      errors.forbidden(
          "spec.tolerations",
          "existing toleration can not be modified except its tolerationSeconds");
    }
  }

  private static JsonNode fixedPartOfPod(JsonNode spec, JsonNode before) {
    if (!(spec.deepCopy() instanceof ObjectNode fixed)) {
      return spec;
    }
    fixed.remove(List.of("activeDeadlineSeconds", "tolerations"));
    if (!before.has("nodeName")) {
      fixed.remove("nodeName");
    }
    for (String kind : List.of("containers", "initContainers")) {
      fixed.path(kind).forEach(container -> ((ObjectNode) container).remove("image"));
    }
    return fixed;
  }

  private static void selector(JsonNode before, JsonNode after, Errors errors) {
    if (!same(before.path("selector"), after.path("selector"))) {
      errors.invalid("spec.selector", GoSyntax.selector(after.path("selector")), IMMUTABLE);
    }
  }

  private static void statefulSet(JsonNode before, JsonNode after, Errors errors) {
    if (!same(without(before, STATEFUL_SET), without(after, STATEFUL_SET))) {
      errors.forbidden(
          "spec",
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
              + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'"
              + " and 'minReadySeconds' are forbidden");
    }
  }

  private static void job(JsonNode before, JsonNode after, Errors errors) {
    selector(before, after, errors);
    if (!same(before.path("template"), after.path("template"))
        && !before.path("suspend").asBoolean()) {
      errors.invalid("spec.template", "core.PodTemplateSpec{}", IMMUTABLE);
    }
    if (!same(before.path("completions"), after.path("completions"))
        && !before.path("completionMode").asText().equals("Indexed")) {
      errors.invalid("spec.completions", after.path("completions").asText("nil"), IMMUTABLE);
    }
  }

  private static void service(JsonNode before, JsonNode after, Errors errors) {
    String address = before.path("clusterIP").asText("");
    boolean keepsAddress = !Set.of("ExternalName").contains(after.path("type").asText(""));
    if (!address.isEmpty()
        && keepsAddress
        && !same(before.path("clusterIP"), after.path("clusterIP"))) {
      errors.invalid(
          "spec.clusterIPs[0]",
          "[]string{%s}".formatted(GoSyntax.quoted(after.path("clusterIP").asText(""))),
          "may not change once set");
    }
  }

  private static void claim(JsonNode before, JsonNode after, Errors errors) {
    List<String> changeable =
        before.path("volumeName").asText("").isEmpty()
            ? List.of("resources", "volumeName")
            : List.of("resources");
    if (!same(without(before, changeable), without(after, changeable))) {
      errors.forbidden(
          "spec",
          "spec is immutable after creation except resources.requests and"
              + " volumeAttributesClassName for bound claims");
    }
  }

  private static void data(ObjectNode before, ObjectNode after, Errors errors) {
    if (before.path("immutable").asBoolean()) {
      if (!after.path("immutable").asBoolean()) {
        errors.forbidden("immutable", "field is immutable when `immutable` is set");
      }
      if (!same(before.path("data"), after.path("data"))) {
        errors.forbidden("data", "field is immutable when `immutable` is set");
      }
    }
    if (!same(before.path("type"), after.path("type"))) {
      errors.invalid("type", GoSyntax.quoted(after.path("type").asText("")), IMMUTABLE);
    }
  }

  private static JsonNode without(JsonNode spec, List<String> fields) {
    if (spec.deepCopy() instanceof ObjectNode rest) {
      rest.remove(fields);
      return rest;
    }
    return MissingNode.getInstance();
  }
}
