package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the API's node into ours. Pure. */
final class NodeShape {

  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

  private NodeShape() {}

  static NodeState of(Node node) {
    var metadata = node.getMetadata();
    var spec = Optional.ofNullable(node.getSpec()).orElseGet(NodeSpec::new);
    var status = Optional.ofNullable(node.getStatus()).orElseGet(NodeStatus::new);
    var labels = Shapes.labels(metadata.getLabels());
    var conditions = conditions(status);
    return new NodeState(
        metadata.getName(),
        metadata.getUid(),
        metadata.getResourceVersion(),
        roles(labels),
        ready(conditions),
        conditions,
        Shapes.isTrue(spec.getUnschedulable()),
        taints(spec),
        labels,
        Shapes.labels(metadata.getAnnotations()),
        versions(Optional.ofNullable(status.getNodeInfo()).orElseGet(NodeSystemInfo::new)),
        Shapes.list(status.getAddresses()).stream()
            .map(address -> new NodeAddress(address.getType(), address.getAddress()))
            .toList(),
        resources(status.getCapacity()),
        resources(status.getAllocatable()),
        Shapes.createdAt(metadata));
  }

  private static List<String> roles(Map<String, String> labels) {
    return labels.keySet().stream()
        .filter(label -> label.startsWith(ROLE_PREFIX) && label.length() > ROLE_PREFIX.length())
        .map(label -> label.substring(ROLE_PREFIX.length()))
        .sorted()
        .toList();
  }

  private static List<NodeCondition> conditions(NodeStatus status) {
    return Shapes.list(status.getConditions()).stream()
        .map(condition ->
            new NodeCondition(
                condition.getType(),
                ConditionStatus.of(Shapes.text(condition.getStatus())),
                Shapes.text(condition.getReason()),
                Shapes.text(condition.getMessage()),
                Shapes.instant(condition.getLastTransitionTime()),
                Shapes.instant(condition.getLastHeartbeatTime())))
        .toList();
  }

  private static NodeCondition ready(List<NodeCondition> conditions) {
    return conditions.stream()
        .filter(condition -> condition.type().equals("Ready"))
        .findFirst()
        .orElseGet(() ->
            new NodeCondition(
                "Ready",
                ConditionStatus.UNKNOWN,
                "",
                "The node has not reported yet.",
                Optional.empty(),
                Optional.empty()));
  }

  private static List<Taint> taints(NodeSpec spec) {
    return Shapes.list(spec.getTaints()).stream()
        .map(taint ->
            new Taint(
                taint.getKey(),
                Shapes.text(taint.getValue()),
                Shapes.text(taint.getEffect()),
                Shapes.instant(taint.getTimeAdded())))
        .toList();
  }

  private static NodeVersions versions(NodeSystemInfo info) {
    return new NodeVersions(
        Shapes.text(info.getKubeletVersion()),
        Shapes.text(info.getContainerRuntimeVersion()),
        Shapes.text(info.getKernelVersion()),
        Shapes.text(info.getOsImage()),
        Shapes.text(info.getArchitecture()));
  }

  private static NodeResources resources(Map<String, Quantity> quantities) {
    return new NodeResources(
        Quantities.millis(quantities, "cpu"),
        Quantities.whole(quantities, "memory"),
        Quantities.whole(quantities, "ephemeral-storage"),
        Quantities.whole(quantities, "pods"));
  }
}
