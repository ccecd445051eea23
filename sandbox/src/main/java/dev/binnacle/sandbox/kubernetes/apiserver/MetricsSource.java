package dev.binnacle.sandbox.kubernetes.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a metrics server has measured, as metrics.k8s.io/v1beta1 objects. Thread-safe. */
public interface MetricsSource {
  /** Whether the metrics API is served at all; without it the API server answers 503. */
  boolean available();

  /** The NodeMetrics of a node; empty when nothing was measured there. */
  Optional<ObjectNode> node(String name);

  /** The PodMetrics of a pod; empty when nothing was measured there. */
  Optional<ObjectNode> pod(String namespace, String name);
}
