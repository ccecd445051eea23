package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Quantity;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The spec of a pod or of a template. Source: kubernetes pkg/apis/core/validation/validation.go
 * (ValidatePodSpec).
 */
final class PodSpecs {
  private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private PodSpecs() {}

  /**
   * @param path of the spec, such as "spec.template.spec"
   * @param restartPolicies those that this kind of pods may have; an absent one is the default
   * @param claims volumes that its pods get besides those of the spec
   */
  static void check(
      String path, JsonNode spec, Set<String> restartPolicies, Set<String> claims, Errors errors) {
    Set<String> volumes = volumes(path + ".volumes", spec.path("volumes"), errors);
    volumes.addAll(claims);
    if (spec.path("containers").isEmpty()) {
      errors.required(path + ".containers", "");
    }
    Set<String> names = new HashSet<>();
    for (String kind : new String[] {"containers", "initContainers"}) {
      int index = 0;
      for (JsonNode container : spec.path(kind)) {
        container("%s.%s[%d]".formatted(path, kind, index++), container, names, volumes, errors);
      }
    }
    errors.oneOfIfAny(path + ".restartPolicy", spec.path("restartPolicy"), restartPolicies);
    errors.oneOfIfAny(
        path + ".dnsPolicy",
        spec.path("dnsPolicy"),
        Set.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"));
    errors.notNegative(
        path + ".terminationGracePeriodSeconds", spec.path("terminationGracePeriodSeconds"));
    int index = 0;
    for (JsonNode toleration : spec.path("tolerations")) {
      toleration("%s.tolerations[%d]".formatted(path, index++), toleration, errors);
    }
  }

  private static Set<String> volumes(String path, JsonNode volumes, Errors errors) {
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode volume : volumes) {
      String field = "%s[%d]".formatted(path, index++);
      String name = volume.path("name").asText("");
      Names.label(field + ".name", name, errors);
      if (!name.isEmpty() && !names.add(name)) {
        errors.duplicate(field + ".name", name);
      }
      if (volume.size() > 2) {
        errors.forbidden(field, "may not specify more than 1 volume type");
      }
      JsonNode claim = volume.path("persistentVolumeClaim");
      if (!claim.isMissingNode() && claim.path("claimName").asText("").isEmpty()) {
        errors.required(field + ".persistentVolumeClaim.claimName", "");
      }
    }
    return names;
  }

  private static void container(
      String path, JsonNode container, Set<String> names, Set<String> volumes, Errors errors) {
    String name = container.path("name").asText("");
    Names.label(path + ".name", name, errors);
    if (!name.isEmpty() && !names.add(name)) {
      errors.duplicate(path + ".name", name);
    }
    if (container.path("image").asText("").isEmpty()) {
      errors.required(path + ".image", "");
    }
    errors.oneOfIfAny(
        path + ".imagePullPolicy",
        container.path("imagePullPolicy"),
        Set.of("Always", "IfNotPresent", "Never"));
    int index = 0;
    for (JsonNode port : container.path("ports")) {
      String field = "%s.ports[%d]".formatted(path, index++);
      errors.port(field + ".containerPort", port.path("containerPort"));
      errors.oneOfIfAny(field + ".protocol", port.path("protocol"), Set.of("SCTP", "TCP", "UDP"));
    }
    index = 0;
    for (JsonNode variable : container.path("env")) {
      if (variable.path("name").asText("").isEmpty()) {
        errors.required("%s.env[%d].name".formatted(path, index), "");
      }
      index++;
    }
    mounts(path + ".volumeMounts", container.path("volumeMounts"), volumes, errors);
    resources(path + ".resources", container.path("resources"), errors);
  }

  private static void mounts(String path, JsonNode mounts, Set<String> volumes, Errors errors) {
    Set<String> places = new HashSet<>();
    int index = 0;
    for (JsonNode mount : mounts) {
      String field = "%s[%d]".formatted(path, index++);
      String volume = mount.path("name").asText("");
      String place = mount.path("mountPath").asText("");
      if (volume.isEmpty()) {
        errors.required(field + ".name", "");
      } else if (!volumes.contains(volume)) {
        errors.notFound(field + ".name", volume);
      }
      if (place.isEmpty()) {
        errors.required(field + ".mountPath", "");
      } else if (!places.add(place)) {
        errors.invalid(field + ".mountPath", GoSyntax.quoted(place), "must be unique");
      }
    }
  }

  private static void resources(String path, JsonNode resources, Errors errors) {
    for (String kind : new String[] {"limits", "requests"}) {
      for (Map.Entry<String, JsonNode> entry : resources.path(kind).properties()) {
        if (entry.getValue().asText().startsWith("-")) {
          errors.invalid(
              "%s.%s[%s]".formatted(path, kind, entry.getKey()),
              GoSyntax.quoted(entry.getValue().asText()),
              "must be greater than or equal to 0");
        }
      }
    }
    for (Map.Entry<String, JsonNode> request : resources.path("requests").properties()) {
      JsonNode limit = resources.path("limits").path(request.getKey());
      if (!limit.isMissingNode() && Quantity.milli(request.getValue()) > Quantity.milli(limit)) {
        errors.invalid(
            path + ".requests",
            GoSyntax.quoted(request.getValue().asText()),
            "must be less than or equal to %s limit of %s"
                .formatted(request.getKey(), limit.asText()));
      }
    }
  }

  private static void toleration(String path, JsonNode toleration, Errors errors) {
    errors.oneOfIfAny(path + ".effect", toleration.path("effect"), EFFECTS);
    errors.oneOfIfAny(path + ".operator", toleration.path("operator"), Set.of("Equal", "Exists"));
    boolean exists = toleration.path("operator").asText("").equals("Exists");
    if (toleration.path("key").asText("").isEmpty() && !exists) {
      errors.invalid(
          path + ".operator",
          GoSyntax.quoted(toleration.path("operator").asText("")),
          "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
    }
    if (exists && !toleration.path("value").asText("").isEmpty()) {
      errors.invalid(
          path + ".operator",
          GoSyntax.quoted(toleration.path("value").asText()),
          "value must be empty when `operator` is 'Exists'");
    }
    if (toleration.has("tolerationSeconds")
        && !toleration.path("effect").asText("").equals("NoExecute")) {
      errors.invalid(
          path + ".effect",
          GoSyntax.quoted(toleration.path("effect").asText("")),
          "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
  }

  /** The taints of a node. */
  static void taints(JsonNode taints, Errors errors) {
    Set<String> seen = new HashSet<>();
    int index = 0;
    for (JsonNode taint : taints) {
      String field = "spec.taints[%d]".formatted(index++);
      String key = taint.path("key").asText("");
      if (key.isEmpty()) {
        errors.required(field + ".key", "");
      } else {
        Names.key(field + ".key", key, errors);
      }
      if (taint.path("effect").asText("").isEmpty()) {
        errors.required(field + ".effect", "");
      } else {
        errors.oneOf(field + ".effect", taint.path("effect"), EFFECTS);
      }
      if (!seen.add(key + ":" + taint.path("effect").asText(""))) {
        errors.duplicate(field, key + ":" + taint.path("effect").asText(""));
      }
    }
  }
}
