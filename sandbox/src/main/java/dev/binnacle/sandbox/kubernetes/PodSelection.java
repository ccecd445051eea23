package dev.binnacle.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.selectors.LabelExpression;

/**
 * Which pods are meant; what is empty does not matter.
 *
 * @param labelSelector as kubectl's {@code -l} takes it
 */
public record PodSelection(String namespace, String name, String labelSelector) {
  public PodSelection {
    LabelExpression.parse(labelSelector);
  }

  /** The one pod. */
  public static PodSelection pod(String namespace, String name) {
    return new PodSelection(namespace, name, "");
  }

  /** The pods of a namespace that have such labels. */
  public static PodSelection labelled(String namespace, String labelSelector) {
    return new PodSelection(namespace, "", labelSelector);
  }

  /** Whether this pod is one of them. */
  public boolean matches(ObjectNode pod) {
    JsonNode metadata = pod.path("metadata");
    return (namespace.isEmpty() || namespace.equals(metadata.path("namespace").asText()))
        && (name.isEmpty() || name.equals(metadata.path("name").asText()))
        && LabelExpression.parse(labelSelector).matches(pod);
  }
}
