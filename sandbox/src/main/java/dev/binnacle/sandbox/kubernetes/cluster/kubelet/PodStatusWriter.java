package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Writes the status of a pod at each turn of its life. Source: kubernetes
 * pkg/kubelet/{kubelet_pods,status/generate}.go.
 */
final class PodStatusWriter {
  private final ControlPlane plane;
  private final PodAddresses addresses;

  PodStatusWriter(ControlPlane plane) {
    this.plane = plane;
    this.addresses = new PodAddresses(plane.view());
  }

  /** The kubelet has seen the pod and begins to start it. */
  void admitted(Pod pod, Node node) {
    write(
        pod,
        (object, now) -> {
          ObjectNode status = object.withObjectProperty("status");
          status.put("phase", "Pending");
          status.put("hostIP", node.internalAddress());
          status.putArray("hostIPs").addObject().put("ip", node.internalAddress());
          status.put("startTime", Timestamps.seconds(now));
          new ContainerStatuses(object).create();
          Conditions conditions = new Conditions(object);
          conditions.put(new Condition("PodReadyToStartContainers", "False", "", ""), now);
          conditions.put(initialized(object), now);
          unready(object, now);
          conditions.put(Condition.isTrue("PodScheduled"), now);
        });
  }

  /** The containers wait for something that does not come. */
  void waiting(Pod pod, String reason, String message) {
    write(pod, (object, now) -> new ContainerStatuses(object).await(reason, message));
  }

  /** The containers run, for the first time or again; they are not ready yet. */
  void running(Pod pod, Node node, boolean restarted) {
    String address = address(pod, node);
    write(
        pod,
        (object, now) -> {
          ObjectNode status = object.withObjectProperty("status");
          status.put("phase", "Running");
          status.put("podIP", address);
          status.putArray("podIPs").addObject().put("ip", address);
          new ContainerStatuses(object).run(now, restarted);
          Conditions conditions = new Conditions(object);
          conditions.put(Condition.isTrue("PodReadyToStartContainers"), now);
          conditions.put(Condition.isTrue("Initialized"), now);
          unready(object, now);
        });
  }

  void ready(Pod pod) {
    write(
        pod,
        (object, now) -> {
          new ContainerStatuses(object).ready(true);
          new Conditions(object).put(Condition.isTrue("Ready"), now);
          new Conditions(object).put(Condition.isTrue("ContainersReady"), now);
        });
  }

  void notReady(Pod pod) {
    write(
        pod,
        (object, now) -> {
          new ContainerStatuses(object).ready(false);
          unready(object, now);
        });
  }

  void crashed(Pod pod, int exitCode, String message) {
    write(
        pod,
        (object, now) -> {
          new ContainerStatuses(object).backOff(exitCode, now, message);
          unready(object, now);
        });
  }

  /** All containers have ended for good. */
  void finished(Pod pod, int exitCode) {
    write(
        pod,
        (object, now) -> {
          new ContainerStatuses(object).terminate(exitCode, now);
          object.withObjectProperty("status").put("phase", exitCode == 0 ? "Succeeded" : "Failed");
          String reason = exitCode == 0 ? "PodCompleted" : "PodFailed";
          Conditions conditions = new Conditions(object);
          conditions.put(new Condition("PodReadyToStartContainers", "False", "", ""), now);
          conditions.put(new Condition("Ready", "False", reason, ""), now);
          conditions.put(new Condition("ContainersReady", "False", reason, ""), now);
        });
  }

  private interface StatusChange {
    void apply(ObjectNode object, Instant now);
  }

  private void write(Pod pod, StatusChange change) {
    Instant now = plane.now();
    Consumer<ObjectNode> atNow = object -> change.apply(object, now);
    plane.change(ControlPlane.keyOf(pod), pod.uid(), atNow);
  }

  private String address(Pod pod, Node node) {
    String known = pod.json().path("status").path("podIP").asText("");
    return known.isEmpty() ? addresses.next(pod, node) : known;
  }

  private static Condition initialized(ObjectNode pod) {
    JsonNode waiting = pod.path("spec").path("initContainers");
    return waiting.isEmpty()
        ? Condition.isTrue("Initialized")
        : Condition.isFalse(
            "Initialized",
            "ContainersNotInitialized",
            "containers with incomplete status: [%s]".formatted(names(waiting)));
  }

  private static void unready(ObjectNode pod, Instant now) {
    String message =
        "containers with unready status: [%s]"
            .formatted(names(pod.path("spec").path("containers")));
    Conditions conditions = new Conditions(pod);
    conditions.put(Condition.isFalse("Ready", "ContainersNotReady", message), now);
    conditions.put(Condition.isFalse("ContainersReady", "ContainersNotReady", message), now);
  }

  private static String names(JsonNode containers) {
    return StreamSupport.stream(containers.spliterator(), false)
        .map(container -> container.path("name").asText())
        .collect(Collectors.joining(" "));
  }
}
