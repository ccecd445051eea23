package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A selector of labels in an object's spec: matchLabels and matchExpressions, or the plain map that
 * Services have. An absent selector selects nothing, an empty one everything.
 */
public final class LabelSelector {
  private final List<Predicate<Map<String, String>>> demands;
  private final boolean absent;

  private LabelSelector(List<Predicate<Map<String, String>>> demands, boolean absent) {
    this.demands = demands;
    this.absent = absent;
  }

  /** A selector with matchLabels and matchExpressions. */
  public static LabelSelector of(JsonNode selector) {
    List<Predicate<Map<String, String>>> demands = new ArrayList<>();
    addEqualities(selector.path("matchLabels"), demands);
    selector.path("matchExpressions").forEach(json -> demands.add(expression(json)));
    return new LabelSelector(demands, !selector.isObject());
  }

  /** A plain map of labels. */
  public static LabelSelector ofMap(JsonNode labels) {
    List<Predicate<Map<String, String>>> demands = new ArrayList<>();
    addEqualities(labels, demands);
    return new LabelSelector(demands, demands.isEmpty());
  }

  /** Whether an object with these labels is selected. */
  public boolean matches(Map<String, String> labels) {
    return !absent && demands.stream().allMatch(demand -> demand.test(labels));
  }

  private static void addEqualities(JsonNode map, List<Predicate<Map<String, String>>> demands) {
    for (var entry : map.properties()) {
      String value = entry.getValue().asText();
      demands.add(labels -> value.equals(labels.get(entry.getKey())));
    }
  }

  /** One requirement of a matchExpressions or of a node selector term. */
  public static Predicate<Map<String, String>> expression(JsonNode json) {
    String key = json.path("key").asText();
    Set<String> values =
        StreamSupport.stream(json.path("values").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    return switch (json.path("operator").asText()) {
      case "In" -> labels -> labels.containsKey(key) && values.contains(labels.get(key));
      case "NotIn" -> labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
      case "Exists" -> labels -> labels.containsKey(key);
      case "DoesNotExist" -> labels -> !labels.containsKey(key);
      case "Gt" -> labels -> compare(labels.get(key), values) > 0;
      case "Lt" -> labels -> compare(labels.get(key), values) < 0;
      default -> labels -> false;
    };
  }

  /** Gt and Lt compare integers; what is none matches neither. */
  private static int compare(String label, Set<String> values) {
    try {
      return Long.compare(Long.parseLong(label), Long.parseLong(values.iterator().next()));
    } catch (RuntimeException notComparable) {
      return 0;
    }
  }
}
