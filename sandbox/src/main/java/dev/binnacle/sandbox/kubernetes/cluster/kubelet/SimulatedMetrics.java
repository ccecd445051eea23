package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.MetricsSource;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Troubles;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A metrics server that asks every kubelet each 15 seconds. A node that does not answer has no
 * metrics, nor have its pods. Thread-safe.
 */
public final class SimulatedMetrics implements MetricsSource {
  private static final long RESOLUTION_SECONDS = 15;
  private static final String WINDOW = "15s";

  private final ClusterView view;
  private final InstantSource time;
  private final Troubles troubles;

  public SimulatedMetrics(ClusterView view, InstantSource time, Troubles troubles) {
    this.view = view;
    this.time = time;
    this.troubles = troubles;
  }

  @Override
  public boolean available() {
    return !troubles.areMetricsUnavailable();
  }

  @Override
  public Optional<ObjectNode> node(String name) {
    return view.node(name)
        .filter(node -> isScraped(name))
        .map(node -> {
          ObjectNode metrics = head("NodeMetrics", node.meta());
          Usage usage = Usage.ofNode(view.podsOn(name), scraped());
          metrics.set("usage", amounts(usage));
          return metrics;
        });
  }

  @Override
  public Optional<ObjectNode> pod(String namespace, String name) {
    return view.pod(new Key(ResourceTypes.PODS, namespace, name))
        .filter(pod -> Usage.isMeasured(pod) && isScraped(pod.nodeName()))
        .map(this::metrics);
  }

  private ObjectNode metrics(Pod pod) {
    ObjectNode metrics = head("PodMetrics", pod.meta());
    metrics.withObjectProperty("metadata").put("namespace", pod.namespace());
    for (JsonNode container : pod.spec().path("containers")) {
      ObjectNode entry = metrics.withArrayProperty("containers").addObject();
      entry.put("name", container.path("name").asText());
      entry.set("usage", amounts(Usage.ofContainer(pod, container, scraped())));
    }
    return metrics;
  }

  private ObjectNode head(String kind, Meta meta) {
    ObjectNode metrics = JsonNodeFactory.instance.objectNode();
    metrics.put("kind", kind).put("apiVersion", "metrics.k8s.io/v1beta1");
    metrics
        .putObject("metadata")
        .put("name", meta.name())
        .put("creationTimestamp", Timestamps.seconds(time.instant()));
    if (!meta.labels().isEmpty()) {
      ObjectNode labels = metrics.withObjectProperty("metadata").putObject("labels");
      meta.labels().forEach(labels::put);
    }
    return metrics.put("timestamp", Timestamps.seconds(scraped())).put("window", WINDOW);
  }

  private boolean isScraped(String node) {
    return !troubles.isDead(node) && !troubles.areStatsUnavailable(node);
  }

  private Instant scraped() {
    long now = time.instant().getEpochSecond();
    return Instant.ofEpochSecond(now - now % RESOLUTION_SECONDS);
  }

  private static ObjectNode amounts(Usage usage) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cpu", usage.cpuNanoCores() + "n")
        .put("memory", usage.memoryBytes() / 1024 + "Ki");
  }
}
