package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the Endpoints of each Service that has a selector. Source: kubernetes
 * pkg/controller/endpoint/endpoints_controller.go.
 */
public final class EndpointsController implements Controller {
  private final ControlPlane plane;

  public EndpointsController(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.SERVICES)) {
      work.now(observation.key());
    } else if (observation.isOf(ResourceTypes.PODS)) {
      Map<String, String> labels = new Meta(observation.object()).labels();
      String namespace = observation.key().namespace();
      for (ObjectNode service : plane.view().all(ResourceTypes.SERVICES, namespace)) {
        if (selector(service).matches(labels)) {
          work.now(ControlPlane.keyOf(ResourceTypes.SERVICES, service));
        }
      }
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    Key endpoints = new Key(ResourceTypes.ENDPOINTS, key.namespace(), key.name());
    Optional<ObjectNode> service = plane.view().get(key);
    if (service.isEmpty()) {
      plane.store().delete(endpoints);
    } else if (!service.get().path("spec").path("selector").isEmpty()) {
      write(endpoints, service.get());
    }
  }

  private void write(Key key, ObjectNode service) {
    ArrayNode subsets = subsets(service);
    if (plane.change(key, object -> object.set("subsets", subsets)).isPresent()) {
      return;
    }
    ObjectNode endpoints = JsonNodeFactory.instance.objectNode();
    endpoints.put("apiVersion", "v1").put("kind", "Endpoints");
    endpoints.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
    new Meta(service)
        .labels()
        .forEach((label, value) -> new Meta(endpoints).putLabel(label, value));
    endpoints.set("subsets", subsets);
    plane.create(ResourceTypes.ENDPOINTS, endpoints);
  }

  private ArrayNode subsets(ObjectNode service) {
    ArrayNode subsets = JsonNodeFactory.instance.arrayNode();
    List<Pod> pods =
        plane.view().pods(new Meta(service).namespace(), selector(service)).stream()
            .filter(Pod::isActive)
            .filter(pod -> !pod.json().path("status").path("podIP").asText().isEmpty())
            .toList();
    if (pods.isEmpty()) {
      return subsets;
    }
    ObjectNode subset = subsets.addObject();
    for (Pod pod : pods) {
      subset.withArrayProperty(pod.isReady() ? "addresses" : "notReadyAddresses").add(address(pod));
    }
    for (JsonNode port : service.path("spec").path("ports")) {
      ObjectNode target = subset.withArrayProperty("ports").addObject();
      if (port.has("name")) {
        target.set("name", port.path("name"));
      }
      target.put("port", targetPort(port, pods.getFirst()));
      target.put("protocol", port.path("protocol").asText("TCP"));
    }
    return subsets;
  }

  private static ObjectNode address(Pod pod) {
    ObjectNode address = JsonNodeFactory.instance.objectNode();
    address.put("ip", pod.json().path("status").path("podIP").asText());
    address.put("nodeName", pod.nodeName());
    address
        .putObject("targetRef")
        .put("kind", "Pod")
        .put("namespace", pod.namespace())
        .put("name", pod.name())
        .put("uid", pod.uid());
    return address;
  }

  private static int targetPort(JsonNode port, Pod pod) {
    JsonNode target = port.path("targetPort");
    if (target.isTextual()) {
      for (JsonNode container : pod.spec().path("containers")) {
        for (JsonNode candidate : container.path("ports")) {
          if (candidate.path("name").equals(target)) {
            return candidate.path("containerPort").asInt();
          }
        }
      }
    }
    return target.asInt(port.path("port").asInt());
  }

  private static LabelSelector selector(ObjectNode service) {
    return LabelSelector.ofMap(service.path("spec").path("selector"));
  }
}
