package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as Go's %#v prints them, which is how the API server's messages quote them. */
final class GoSyntax {
  private GoSyntax() {}

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** {@code map[string]string{"app":"web"}}, by key. */
  static String map(JsonNode object) {
    if (object.isEmpty()) {
      return "map[string]string(nil)";
    }
    Map<String, String> sorted = new TreeMap<>();
    object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asText()));
    return sorted.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
        .collect(Collectors.joining(", ", "map[string]string{", "}"));
  }

  /** A label selector. */
  static String selector(JsonNode selector) {
    String expressions =
        selector.path("matchExpressions").isEmpty()
            ? "[]v1.LabelSelectorRequirement(nil)"
            : selector
                .path("matchExpressions")
                .valueStream()
                .map(GoSyntax::requirement)
                .collect(Collectors.joining(", ", "[]v1.LabelSelectorRequirement{", "}"));
    return "v1.LabelSelector{MatchLabels:%s, MatchExpressions:%s}"
        .formatted(map(selector.path("matchLabels")), expressions);
  }

  private static String requirement(JsonNode expression) {
    String values =
        expression.path("values").isEmpty()
            ? "[]string(nil)"
            : expression
                .path("values")
                .valueStream()
                .map(value -> quoted(value.asText()))
                .collect(Collectors.joining(", ", "[]string{", "}"));
    return "v1.LabelSelectorRequirement{Key:%s, Operator:%s, Values:%s}"
        .formatted(
            quoted(expression.path("key").asText()),
            quoted(expression.path("operator").asText()),
            values);
  }
}
