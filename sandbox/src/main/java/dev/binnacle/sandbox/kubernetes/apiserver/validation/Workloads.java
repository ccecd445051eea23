package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What makes pods from a template. Sources: kubernetes pkg/apis/apps/validation/validation.go,
 * pkg/apis/batch/validation/validation.go.
 */
final class Workloads {
  private static final Set<String> ALWAYS = Set.of("Always");
  private static final Set<String> ENDING = Set.of("OnFailure", "Never");

  private Workloads() {}

  /** A Deployment, ReplicaSet, StatefulSet or DaemonSet. */
  static void check(ResourceType type, ObjectNode object, Errors errors) {
    JsonNode spec = object.path("spec");
    errors.notNegative("spec.replicas", spec.path("replicas"));
    errors.notNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
    errors.notNegative("spec.revisionHistoryLimit", spec.path("revisionHistoryLimit"));
    JsonNode selector = spec.path("selector");
    if (!selector.isObject()) {
      errors.required("spec.selector", "");
    } else if (selector.isEmpty()) {
      errors.invalid(
          "spec.selector",
          GoSyntax.selector(selector),
          "empty selector is invalid for " + type.kind().toLowerCase(Locale.ROOT));
    }
    template("spec.template", spec.path("template"), ALWAYS, claims(spec), errors);
    JsonNode labels = spec.path("template").path("metadata").path("labels");
    if (selector.isObject() && !selector.isEmpty() && !selects(selector, spec.path("template"))) {
      errors.invalid(
          "spec.template.metadata.labels",
          GoSyntax.map(labels),
          "`selector` does not match template `labels`");
    }
    if (type.equals(ResourceTypes.DEPLOYMENTS)) {
      strategy(spec.path("strategy"), errors);
    }
  }

  /** The volumes that the pods of a StatefulSet get besides those of their template. */
  private static Set<String> claims(JsonNode spec) {
    Set<String> names = new HashSet<>();
    for (JsonNode claim : spec.path("volumeClaimTemplates")) {
      names.add(claim.path("metadata").path("name").asText(""));
    }
    return names;
  }

  private static boolean selects(JsonNode selector, JsonNode template) {
    Map<String, String> labels =
        template instanceof ObjectNode object ? new Meta(object).labels() : Map.of();
    return LabelSelector.of(selector).matches(labels);
  }

  private static void strategy(JsonNode strategy, Errors errors) {
    errors.oneOfIfAny(
        "spec.strategy.type", strategy.path("type"), Set.of("Recreate", "RollingUpdate"));
    JsonNode rolling = strategy.path("rollingUpdate");
    if (strategy.path("type").asText().equals("Recreate") && rolling.isObject()) {
      errors.forbidden(
          "spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
    }
    Budgets.intOrPercent(
        "spec.strategy.rollingUpdate.maxUnavailable", rolling.path("maxUnavailable"), errors);
    Budgets.intOrPercent("spec.strategy.rollingUpdate.maxSurge", rolling.path("maxSurge"), errors);
    if (isZero(rolling.path("maxUnavailable")) && isZero(rolling.path("maxSurge"))) {
      errors.invalid(
          "spec.strategy.rollingUpdate.maxUnavailable",
          rolling.path("maxUnavailable").asText(),
          "may not be 0 when `maxSurge` is 0");
    }
  }

  private static boolean isZero(JsonNode value) {
    return value.asText().equals("0") || value.asText().equals("0%");
  }

  /** A Job, or the template of one. */
  static void job(String path, JsonNode spec, Errors errors) {
    for (String count :
        new String[] {"parallelism", "completions", "backoffLimit", "activeDeadlineSeconds"}) {
      errors.notNegative(path + "." + count, spec.path(count));
    }
    JsonNode pod = spec.path("template").path("spec");
    if (pod.path("restartPolicy").asText("").isEmpty()
        || pod.path("restartPolicy").asText().equals("Always")) {
      errors.required(
          path + ".template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
      template(path + ".template", spec.path("template"), ALWAYS, Set.of(), errors);
    } else {
      template(path + ".template", spec.path("template"), ENDING, Set.of(), errors);
    }
  }

  private static void template(
      String path,
      JsonNode template,
      Set<String> restartPolicies,
      Set<String> claims,
      Errors errors) {
    Names.labels(path + ".metadata.labels", template.path("metadata").path("labels"), errors);
    PodSpecs.check(path + ".spec", template.path("spec"), restartPolicies, claims, errors);
  }
}
