package dev.binnacle.sandbox.kubernetes.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.ResourcePath;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.read.Selection;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.List;
import java.util.Optional;

/** The metrics API, which an aggregated server provides or does not. */
final class MetricsRequests {
  static final String GROUP = "metrics.k8s.io";

  private static final String VERSION = "v1beta1";
  private static final ResourceType NODES =
      new ResourceType(GROUP, VERSION, "nodes", "", "NodeMetrics", false, List.of());
  private static final ResourceType PODS =
      new ResourceType(GROUP, VERSION, "pods", "", "PodMetrics", true, List.of());

  private final ObjectStore store;
  private final MetricsSource source;

  MetricsRequests(ObjectStore store, MetricsSource source) {
    this.store = store;
    this.source = source;
  }

  static Optional<ResourceType> type(ResourcePath path) {
    return List.of(NODES, PODS).stream()
        .filter(type -> type.plural().equals(path.plural()) && path.version().equals(VERSION))
        .findFirst();
  }

  /**
   * The answer while the metrics server is away. Source: kubernetes
   * staging/src/k8s.io/kube-aggregator/pkg/apiserver/handler_proxy.go.
   */
  Optional<Answer> absent() {
    return source.available()
        ? Optional.empty()
        : Optional.of(new Answer.Text(503, "service unavailable\n"));
  }

  Answer answer(ResourcePath path, ResourceType type, ApiRequest request) {
    Optional<Answer> absent = absent();
    if (absent.isPresent()) {
      return absent.get();
    }
    if (!request.method().equals("GET") || !path.subresource().isEmpty()) {
      throw Refusals.methodNotAllowed();
    }
    if (!path.name().isEmpty()) {
      return measured(type, path.namespace(), path.name())
          .map(Answer::ok)
          .orElseThrow(() -> Refusals.notFound(type, path.name()));
    }
    return Answer.ok(list(type, path.namespace(), request));
  }

  private ObjectNode list(ResourceType type, String namespace, ApiRequest request) {
    ResourceType measuredType = type == NODES ? ResourceTypes.NODES : ResourceTypes.PODS;
    Selection selection = Selection.of(measuredType, namespace, "", request.query());
    ObjectNode list = Json.object(type.apiVersion(), type.kind() + "List");
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    store.listing(measuredType).objects().stream()
        .filter(selection::matches)
        .map(object -> object.path("metadata"))
        .flatMap(metadata ->
            measured(type, metadata.path("namespace").asText(), metadata.path("name").asText())
                .stream())
        .forEach(items::add);
    return list;
  }

  private Optional<ObjectNode> measured(ResourceType type, String namespace, String name) {
    return type == NODES ? source.node(name) : source.pod(namespace, name);
  }
}
