package dev.binnacle.sandbox.kubernetes.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What cells of several kinds have in common. */
final class Cells {
  static final String NONE = "<none>";
  static final String UNSET = "<unset>";

  private Cells() {}

  static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** The text at the end of a path, or something else where there is none. */
  static String text(JsonNode value, String otherwise) {
    return value.isMissingNode() || value.isNull() || value.asText().isEmpty()
        ? otherwise
        : value.asText();
  }

  /** A getter of the text at a path of names, or of {@code <none>}. */
  static Function<ObjectNode, String> at(String... path) {
    return object -> text(follow(object, path), NONE);
  }

  static JsonNode follow(JsonNode object, String... path) {
    JsonNode value = object;
    for (String step : path) {
      value = value.path(step);
    }
    return value;
  }

  static String joined(JsonNode array, String otherwise) {
    String text = each(array).map(JsonNode::asText).collect(Collectors.joining(","));
    return text.isEmpty() ? otherwise : text;
  }

  static String joined(JsonNode array, String field, String otherwise) {
    String text =
        each(array).map(element -> element.path(field).asText()).collect(Collectors.joining(","));
    return text.isEmpty() ? otherwise : text;
  }

  /** The names of the containers of a workload's template. */
  static String containers(ObjectNode workload) {
    return joined(template(workload).path("containers"), "name", "");
  }

  static String images(ObjectNode workload) {
    return joined(template(workload).path("containers"), "image", "");
  }

  /** A label selector as the command line has it. Source: meta/v1 FormatLabelSelector. */
  static String selector(JsonNode selector) {
    List<String> terms = new ArrayList<>();
    selector.path("matchLabels").properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(label -> terms.add(label.getKey() + "=" + label.getValue().asText()));
    for (JsonNode expression : selector.path("matchExpressions")) {
      String key = expression.path("key").asText();
      String values = "(" + joined(expression.path("values"), "") + ")";
      terms.add(
          switch (expression.path("operator").asText()) {
            case "In" -> key + " in " + values;
            case "NotIn" -> key + " notin " + values;
            case "DoesNotExist" -> "!" + key;
            default -> key;
          });
    }
    return terms.isEmpty() ? NONE : String.join(",", terms);
  }

  /** Labels as pairs. */
  static String pairs(JsonNode labels) {
    String text =
        labels.properties().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + "=" + label.getValue().asText())
            .collect(Collectors.joining(","));
    return text.isEmpty() ? NONE : text;
  }

  static String accessModes(JsonNode modes) {
    return each(modes)
        .map(mode ->
            switch (mode.asText()) {
              case "ReadWriteOnce" -> "RWO";
              case "ReadOnlyMany" -> "ROX";
              case "ReadWriteMany" -> "RWX";
              case "ReadWriteOncePod" -> "RWOP";
              default -> mode.asText();
            })
        .collect(Collectors.joining(","));
  }

  private static JsonNode template(ObjectNode workload) {
    return follow(workload, "spec", "template", "spec");
  }
}
