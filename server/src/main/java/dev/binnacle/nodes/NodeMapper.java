package dev.binnacle.nodes;

import dev.binnacle.api.model.ComponentType;
import dev.binnacle.api.model.HealthVerdict;
import dev.binnacle.api.model.Node;
import dev.binnacle.api.model.NodeAddress;
import dev.binnacle.api.model.NodeComponent;
import dev.binnacle.api.model.NodeComponentRole;
import dev.binnacle.api.model.NodeCondition;
import dev.binnacle.api.model.NodeConditionStatus;
import dev.binnacle.api.model.NodeCordon;
import dev.binnacle.api.model.NodeHealth;
import dev.binnacle.api.model.NodeReadiness;
import dev.binnacle.api.model.NodeReadyStatus;
import dev.binnacle.api.model.NodeRequested;
import dev.binnacle.api.model.NodeResources;
import dev.binnacle.api.model.NodeTaint;
import dev.binnacle.api.model.NodeUsage;
import dev.binnacle.api.model.NodeVersions;
import dev.binnacle.api.model.OperationKind;
import dev.binnacle.api.model.OperationReference;
import dev.binnacle.api.model.OperationState;
import dev.binnacle.nodes.NodeComponents.Resident;
import dev.binnacle.nodes.cordon.CordonNote;
import dev.binnacle.nodes.health.KnownConditions;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.Taint;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/** Turns what is seen of nodes into the contract's shapes. */
final class NodeMapper {

  private NodeMapper() {}

  /** The node as it is at that time. */
  static Node toApi(NodeView view, Instant now) {
    return withoutTime(view)
        .age(
            Duration.between(view.node().createdAt(), now)
                .truncatedTo(ChronoUnit.SECONDS)
                .abs()
                .toString())
        .freshness(ClusterMapper.freshness(view.seen()));
  }

  /** The node without what passing time alone changes. */
  static Node withoutTime(NodeView view) {
    var node = view.node();
    return new Node()
        .cluster(view.cluster())
        .name(node.name())
        .uid(node.uid())
        .roles(view.roles())
        .health(
            new NodeHealth()
                .verdict(HealthVerdict.fromString(view.health().verdict().name()))
                .reasons(ClusterMapper.reasons(view.health().reasons())))
        .ready(readiness(node))
        .conditions(
            node.conditions().stream()
                .sorted(Comparator.comparing(dev.binnacle.platform.kubernetes.NodeCondition::type))
                .map(NodeMapper::toApi)
                .toList())
        .schedulable(!node.unschedulable())
        .cordonedBy(CordonNote.on(node).map(NodeMapper::toApi).orElse(null))
        .taints(node.taints().stream().map(NodeMapper::toApi).toList())
        .labels(new java.util.TreeMap<>(node.labels()))
        .versions(versions(node))
        .addresses(
            node.addresses().stream()
                .map(address -> new NodeAddress().type(address.type()).address(address.address()))
                .toList())
        .capacity(toApi(node.capacity()))
        .allocatable(toApi(node.allocatable()))
        .requested(requested(view))
        .usage(usage(view))
        .components(view.components().stream().map(NodeMapper::toApi).toList())
        .activeOperation(view.activeOperation().map(NodeMapper::toApi).orElse(null))
        .createdAt(toApi(node.createdAt()));
  }

  private static NodeReadiness readiness(NodeState node) {
    var ready = node.ready();
    return new NodeReadiness()
        .status(
            switch (ready.status()) {
              case TRUE -> NodeReadyStatus.READY;
              case FALSE -> NodeReadyStatus.NOT_READY;
              case UNKNOWN -> NodeReadyStatus.UNKNOWN;
            })
        .reason(orAbsent(ready.reason()))
        .message(orAbsent(ready.message()))
        .since(toApi(ready.since()));
  }

  private static NodeCondition toApi(dev.binnacle.platform.kubernetes.NodeCondition condition) {
    return new NodeCondition()
        .type(condition.type())
        .status(NodeConditionStatus.fromString(condition.status().name()))
        .favourable(KnownConditions.favourable(condition).orElse(null))
        .reason(orAbsent(condition.reason()))
        .message(orAbsent(condition.message()))
        .since(toApi(condition.since()))
        .heardAt(toApi(condition.heardAt()));
  }

  private static NodeCordon toApi(CordonNote note) {
    return new NodeCordon()
        .by(note.by())
        .at(toApi(note.at()))
        .operationId(note.operationId())
        .reason(note.reason());
  }

  private static NodeTaint toApi(Taint taint) {
    return new NodeTaint()
        .key(taint.key())
        .value(orAbsent(taint.value()))
        .effect(taint.effect())
        .since(toApi(taint.since()));
  }

  private static NodeVersions versions(NodeState node) {
    var versions = node.versions();
    return new NodeVersions()
        .kubelet(orAbsent(versions.kubelet()))
        .containerRuntime(orAbsent(versions.containerRuntime()))
        .kernel(orAbsent(versions.kernel()))
        .operatingSystem(orAbsent(versions.operatingSystem()))
        .architecture(orAbsent(versions.architecture()));
  }

  private static NodeResources toApi(dev.binnacle.platform.kubernetes.NodeResources resources) {
    return new NodeResources()
        .cpuMillis(resources.cpuMillis())
        .memoryBytes(resources.memoryBytes())
        .ephemeralStorageBytes(resources.ephemeralStorageBytes())
        .pods(resources.pods());
  }

  private static NodeRequested requested(NodeView view) {
    var allocatable = view.node().allocatable();
    return view.pods()
        .value()
        .map(pods ->
            new NodeRequested()
                .available(true)
                .pods(pods.count())
                .cpuMillis(pods.requests().cpuMillis())
                .memoryBytes(pods.requests().memoryBytes())
                .ephemeralStorageBytes(pods.requests().ephemeralStorageBytes())
                .cpuPercent(percent(pods.requests().cpuMillis(), allocatable.cpuMillis()))
                .memoryPercent(percent(pods.requests().memoryBytes(), allocatable.memoryBytes())))
        .orElseGet(
            () -> new NodeRequested().available(false).unavailableReason(view.pods().missing()));
  }

  private static NodeUsage usage(NodeView view) {
    var allocatable = view.node().allocatable();
    return view.usage()
        .value()
        .map(used ->
            new NodeUsage()
                .available(true)
                .cpuMillis(used.cpuMillis())
                .memoryBytes(used.memoryBytes())
                .cpuPercent(percent(used.cpuMillis(), allocatable.cpuMillis()))
                .memoryPercent(percent(used.memoryBytes(), allocatable.memoryBytes()))
                .measuredAt(toApi(used.at())))
        .orElseGet(
            () -> new NodeUsage().available(false).unavailableReason(view.usage().missing()));
  }

  /** Absent when there is nothing to have a part of. */
  private static Integer percent(long part, long whole) {
    return whole <= 0 ? null : Math.toIntExact(Math.min(Integer.MAX_VALUE, 100 * part / whole));
  }

  private static NodeComponent toApi(Resident resident) {
    return new NodeComponent()
        .type(ComponentType.fromString(resident.type()))
        .role(NodeComponentRole.fromString(resident.role().name()))
        .name(resident.name())
        .message(resident.message());
  }

  private static OperationReference toApi(dev.binnacle.operations.OperationReference reference) {
    return new OperationReference()
        .id(reference.id())
        .kind(OperationKind.fromString(reference.kind()))
        .state(OperationState.fromString(reference.state().name()))
        .self(reference.self());
  }

  private static String orAbsent(String word) {
    return word.isEmpty() ? null : word;
  }

  private static OffsetDateTime toApi(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static OffsetDateTime toApi(Optional<Instant> instant) {
    return instant.map(NodeMapper::toApi).orElse(null);
  }
}
