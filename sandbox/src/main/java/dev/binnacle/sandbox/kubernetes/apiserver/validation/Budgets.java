package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Disruption budgets, and numbers that may be percentages. Source: kubernetes
 * pkg/apis/policy/validation/validation.go.
 */
final class Budgets {
  private Budgets() {}

  static void check(JsonNode spec, Errors errors) {
    JsonNode least = spec.path("minAvailable");
    JsonNode most = spec.path("maxUnavailable");
    if (!least.isMissingNode() && !most.isMissingNode()) {
      errors.invalid(
          "spec",
          "policy.PodDisruptionBudgetSpec{}",
          "minAvailable and maxUnavailable cannot be both set");
    }
    intOrPercent("spec.minAvailable", least, errors);
    intOrPercent("spec.maxUnavailable", most, errors);
    errors.oneOfIfAny(
        "spec.unhealthyPodEvictionPolicy",
        spec.path("unhealthyPodEvictionPolicy"),
        Set.of("AlwaysAllow", "IfHealthyBudget"));
  }

  /** A whole number that is not negative, or a percentage up to 100; or nothing. */
  static void intOrPercent(String field, JsonNode value, Errors errors) {
    if (value.isNumber()) {
      errors.notNegative(field, value);
    } else if (value.isTextual()) {
      String text = value.textValue();
      if (!text.matches("[0-9]+%")) {
        errors.invalid(
            field,
            GoSyntax.quoted(text),
            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',"
                + "  or '93%', regex used for validation is '[0-9]+%')");
      } else if (text.length() > 4
          || Integer.parseInt(text.substring(0, text.length() - 1)) > 100) {
        errors.invalid(field, GoSyntax.quoted(text), "must not be greater than 100%");
      }
    }
  }
}
