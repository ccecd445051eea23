package dev.binnacle.sandbox.kubernetes.cluster.seed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.PodDefaults;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.OwnerReference;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The static pods that RKE2 runs on its nodes, as their kubelets show them in the API. Source:
 * rancher/rke2 pkg/podtemplate.
 */
final class StaticPods {
  private static final String KUBERNETES =
      "docker.io/rancher/hardened-kubernetes:v1.33.4-rke2r1-build20250814";

  private record Component(String name, String image, String cpu, String memory) {}

  private static final Component PROXY = new Component("kube-proxy", KUBERNETES, "250m", "128Mi");
  private static final List<Component> OF_SERVERS =
      List.of(
          new Component(
              "etcd",
              "docker.io/rancher/hardened-etcd:v3.5.21-k3s1-build20250612",
              "200m",
              "512Mi"),
          new Component("kube-apiserver", KUBERNETES, "250m", "1Gi"),
          new Component("kube-controller-manager", KUBERNETES, "200m", "256Mi"),
          new Component("kube-scheduler", KUBERNETES, "100m", "128Mi"),
          new Component(
              "cloud-controller-manager",
              "docker.io/rancher/rke2-cloud-provider:v1.33.4-rc1.0.20250814212538-148243c49519",
              "100m",
              "128Mi"));

  private StaticPods() {}

  /** Those of one node, not created yet. */
  static List<ObjectNode> on(ObjectNode node, boolean controlPlane) {
    List<Component> components = new ArrayList<>(List.of(PROXY));
    if (controlPlane) {
      components.addAll(OF_SERVERS);
    }
    return components.stream().map(component -> pod(component, node)).toList();
  }

  private static ObjectNode pod(Component component, ObjectNode node) {
    String nodeName = new Meta(node).name();
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata")
        .put("name", component.name() + "-" + nodeName)
        .put("namespace", "kube-system");
    String hash =
        UUID.nameUUIDFromBytes((component.name() + nodeName).getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    new Meta(pod)
        .putLabel("component", component.name())
        .putLabel("tier", "control-plane")
        .putAnnotation("kubernetes.io/config.hash", hash)
        .putAnnotation(Pod.MIRROR, hash)
        .putAnnotation("kubernetes.io/config.source", "file")
        .addOwner(new OwnerReference("v1", "Node", nodeName, new Meta(node).uid(), true, false));
    ObjectNode spec = pod.putObject("spec");
    spec.put("hostNetwork", true)
        .put("nodeName", nodeName)
        .put("priorityClassName", "system-node-critical");
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", component.name()).put("image", component.image());
    container
        .putObject("resources")
        .putObject("requests")
        .put("cpu", component.cpu())
        .put("memory", component.memory());
    spec.putArray("tolerations").addObject().put("effect", "NoExecute").put("operator", "Exists");
    PodDefaults.apply(pod);
    return pod;
  }
}
