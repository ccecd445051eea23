package dev.binnacle.sandbox.kubernetes.cluster.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the pod's own wishes allow a node: nodeSelector and required node affinity. Source:
 * kubernetes staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity.
 */
public final class NodeSelection {
  private NodeSelection() {}

  public static boolean allows(Pod pod, Node node) {
    Map<String, String> labels = node.meta().labels();
    for (var wish : pod.spec().path("nodeSelector").properties()) {
      if (!wish.getValue().asText().equals(labels.get(wish.getKey()))) {
        return false;
      }
    }
    JsonNode required = required(pod);
    return required.isMissingNode() || required.isNull() || matchesAnyTerm(required, node);
  }

  /** The only node that the pod's affinity names, as the pods of DaemonSets do. */
  public static Optional<String> onlyNode(Pod pod) {
    JsonNode terms = required(pod).path("nodeSelectorTerms");
    JsonNode field = terms.path(0).path("matchFields").path(0);
    return terms.size() == 1 && field.path("key").asText().equals("metadata.name")
        ? Optional.of(field.path("values").path(0).asText())
        : Optional.empty();
  }

  /** Whether a node matches a NodeSelector, as volumes have one, too. */
  public static boolean matchesAnyTerm(JsonNode selector, Node node) {
    Map<String, String> labels = node.meta().labels();
    Map<String, String> fields = Map.of("metadata.name", node.name());
    for (JsonNode term : selector.path("nodeSelectorTerms")) {
      JsonNode expressions = term.path("matchExpressions");
      JsonNode onFields = term.path("matchFields");
      boolean empty = expressions.isEmpty() && onFields.isEmpty();
      if (!empty && matchesAll(expressions, labels) && matchesAll(onFields, fields)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesAll(JsonNode expressions, Map<String, String> labels) {
    for (JsonNode expression : expressions) {
      if (!LabelSelector.expression(expression).test(labels)) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode required(Pod pod) {
    return pod.spec()
        .path("affinity")
        .path("nodeAffinity")
        .path("requiredDuringSchedulingIgnoredDuringExecution");
  }
}
