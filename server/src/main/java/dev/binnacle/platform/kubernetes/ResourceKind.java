package dev.binnacle.platform.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetList;
import java.util.function.Function;

/**
 * A kind of object that is listed and watched.
 *
 * @param resource as roles name it
 * @param path of all of them
 * @param model the library's type of one
 * @param listModel the library's type of their list
 * @param shape turns one into our record
 */
record ResourceKind<M extends HasMetadata, T>(
    String resource,
    String path,
    Class<M> model,
    Class<? extends KubernetesResourceList<M>> listModel,
    Function<M, T> shape) {

  static final ResourceKind<Node, NodeState> NODES =
      new ResourceKind<>("nodes", "/api/v1/nodes", Node.class, NodeList.class, NodeShape::of);

  static final ResourceKind<Pod, PodState> PODS =
      new ResourceKind<>("pods", "/api/v1/pods", Pod.class, PodList.class, PodShape::of);

  static final ResourceKind<PodDisruptionBudget, DisruptionBudget> DISRUPTION_BUDGETS =
      new ResourceKind<>(
          "poddisruptionbudgets",
          "/apis/policy/v1/poddisruptionbudgets",
          PodDisruptionBudget.class,
          PodDisruptionBudgetList.class,
          BudgetShape::of);

  /** One object, as the answer to a get. */
  T one(String json) {
    return shape.apply(ApiJson.read(json, model));
  }

  /** An object as an entry of a list. */
  Entry<T> entry(M object) {
    var metadata = object.getMetadata();
    return new Entry<>(
        Shapes.text(metadata.getNamespace()) + "/" + metadata.getName(),
        metadata.getResourceVersion(),
        shape.apply(object));
  }

  /** The same of an object as JSON. */
  Entry<T> entry(JsonNode object) {
    return entry(ApiJson.read(object, model));
  }

  /**
   * One of a list.
   *
   * @param key its namespace and name, unlike any other's of its kind
   */
  record Entry<T>(String key, String resourceVersion, T value) {}
}
