package dev.binnacle.nodes;

import dev.binnacle.nodes.cordon.CordonNote;
import dev.binnacle.platform.kubernetes.ConditionStatus;
import dev.binnacle.platform.kubernetes.NodeAddress;
import dev.binnacle.platform.kubernetes.NodeCondition;
import dev.binnacle.platform.kubernetes.NodeResources;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.NodeVersions;
import dev.binnacle.platform.kubernetes.Taint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A node for tests of decisions: healthy unless said otherwise. */
public final class GivenNode {

  /** When every given node joined. */
  public static final Instant BORN = Instant.parse("2026-10-11T02:46:02Z");

  private static final NodeResources RESOURCES =
      new NodeResources(8000, 32_000_000_000L, 100_000_000_000L, 110);

  private final String name;
  private final List<String> roles;
  private final List<NodeCondition> conditions = new ArrayList<>();
  private final List<Taint> taints = new ArrayList<>();
  private final List<NodeAddress> addresses = new ArrayList<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, String> annotations = new TreeMap<>();
  private ConditionStatus ready = ConditionStatus.TRUE;
  private boolean unschedulable;
  private long podsAllocatable = RESOURCES.pods();

  private GivenNode(String name, List<String> roles) {
    this.name = name;
    this.roles = roles;
  }

  /** A node without a role. */
  public static GivenNode worker(String name) {
    return new GivenNode(name, List.of());
  }

  /** A node of the control plane with its etcd, which repels ordinary pods. */
  public static GivenNode controlPlane(String name) {
    return new GivenNode(name, List.of("control-plane", "etcd"))
        .condition("EtcdIsVoter", ConditionStatus.TRUE, "MemberNotLearner")
        .taint("node-role.kubernetes.io/control-plane", "NoSchedule");
  }

  /** Its kubelet says so. */
  public GivenNode notReady() {
    ready = ConditionStatus.FALSE;
    return this;
  }

  /** Its kubelet says nothing. */
  public GivenNode silent() {
    ready = ConditionStatus.UNKNOWN;
    return this;
  }

  /** Cordoned by somebody, with the taint that goes with it. */
  public GivenNode cordoned() {
    unschedulable = true;
    return taint("node.kubernetes.io/unschedulable", "NoSchedule");
  }

  /** Cordoned through Binnacle. */
  public GivenNode cordoned(CordonNote note) {
    return cordoned().annotation(CordonNote.ANNOTATION, dev.binnacle.store.Json.write(note));
  }

  /** With an annotation. */
  public GivenNode annotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  /** With a label. */
  public GivenNode label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  /** With a taint. */
  public GivenNode taint(String key, String effect) {
    taints.add(new Taint(key, "", effect, Optional.empty()));
    return this;
  }

  /** Without any taint. */
  public GivenNode untainted() {
    taints.clear();
    return this;
  }

  /** With that condition in place of another of its type. */
  public GivenNode condition(String type, ConditionStatus status, String reason) {
    conditions.removeIf(condition -> condition.type().equals(type));
    conditions.add(
        new NodeCondition(
            type, status, reason, reason + " happened", Optional.of(BORN), Optional.of(BORN)));
    return this;
  }

  /** Reached there. */
  public GivenNode address(String type, String address) {
    addresses.add(new NodeAddress(type, address));
    return this;
  }

  /** Taking that many pods. */
  public GivenNode takesPods(long count) {
    podsAllocatable = count;
    return this;
  }

  /** The node. */
  public NodeState node() {
    var readiness =
        new NodeCondition(
            "Ready",
            ready,
            "KubeletSays",
            "kubelet says " + ready,
            Optional.of(BORN),
            Optional.of(BORN));
    var all = new ArrayList<>(conditions);
    all.add(readiness);
    return new NodeState(
        name,
        "uid-" + name,
        "1",
        roles,
        readiness,
        all,
        unschedulable,
        taints,
        labels,
        annotations,
        new NodeVersions("v1.33.5+rke2r1", "containerd://2.1.4", "6.1.0", "Debian", "amd64"),
        addresses,
        RESOURCES,
        new NodeResources(8000, 32_000_000_000L, 100_000_000_000L, podsAllocatable),
        BORN);
  }
}
