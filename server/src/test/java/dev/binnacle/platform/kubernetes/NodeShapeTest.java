package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeShapeTest {

  @Test
  void readsANodeOfRke2() {
    var node =
        node(
            """
            metadata:
              name: server-1
              uid: abc
              resourceVersion: "42"
              creationTimestamp: "2026-01-02T03:04:05Z"
              labels:
                node-role.kubernetes.io/etcd: "true"
                node-role.kubernetes.io/control-plane: "true"
                kubernetes.io/hostname: server-1
              annotations: {rke2.io/node-args: "[]"}
            spec:
              unschedulable: true
              taints:
                - {key: node-role.kubernetes.io/etcd, effect: NoExecute, value: "true", timeAdded: "2026-01-02T03:04:06Z"}
                - {key: node.kubernetes.io/unschedulable, effect: NoSchedule}
            status:
              conditions:
                - {type: EtcdIsVoter, status: "True", reason: MemberNotLearner, message: Node is a voting member, lastTransitionTime: "2026-01-02T03:10:00Z", lastHeartbeatTime: "2026-01-02T04:00:00Z"}
                - {type: Ready, status: "Unknown", reason: NodeStatusUnknown, message: Kubelet stopped posting node status., lastTransitionTime: "2026-01-02T05:00:00Z"}
              addresses:
                - {type: InternalIP, address: 10.0.0.1}
                - {type: Hostname, address: server-1}
              nodeInfo: {kubeletVersion: v1.33.5+rke2r1, containerRuntimeVersion: "containerd://2.1.4", kernelVersion: 6.1.0, osImage: Debian GNU/Linux 12, architecture: amd64}
              capacity: {cpu: "4", memory: 16393652Ki, ephemeral-storage: 50Gi, pods: "110"}
              allocatable: {cpu: 3800m, memory: 15e9, ephemeral-storage: "48318382080", pods: "110"}
            """);
    assertThat(node.roles()).containsExactly("control-plane", "etcd");
    assertThat(node.isControlPlane()).isTrue();
    assertThat(node.unschedulable()).isTrue();
    assertThat(node.isReady()).isFalse();
    assertThat(node.ready().status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(node.ready().since()).contains(Instant.parse("2026-01-02T05:00:00Z"));
    assertThat(node.condition("EtcdIsVoter").orElseThrow().status())
        .isEqualTo(ConditionStatus.TRUE);
    assertThat(node.taints())
        .containsExactly(
            new Taint(
                "node-role.kubernetes.io/etcd",
                "true",
                "NoExecute",
                Optional.of(Instant.parse("2026-01-02T03:04:06Z"))),
            new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule", Optional.empty()));
    assertThat(node.versions().containerRuntime()).isEqualTo("containerd://2.1.4");
    assertThat(node.addresses()).contains(new NodeAddress("InternalIP", "10.0.0.1"));
    assertThat(node.capacity())
        .isEqualTo(new NodeResources(4000, 16393652L * 1024, 50L << 30, 110));
    assertThat(node.allocatable())
        .isEqualTo(new NodeResources(3800, 15_000_000_000L, 48318382080L, 110));
    assertThat(node.createdAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Test
  void aNodeThatNeverReportedIsNotReadyAndHasNothing() {
    var node = node("metadata: {name: fresh, uid: u, resourceVersion: '1'}");
    assertThat(node.ready().status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(node.roles()).isEmpty();
    assertThat(node.isControlPlane()).isFalse();
    assertThat(node.capacity()).isEqualTo(new NodeResources(0, 0, 0, 0));
    assertThat(node.versions().kubelet()).isEmpty();
  }

  private static NodeState node(String yaml) {
    return NodeShape.of(GivenObject.of(yaml, Node.class));
  }
}
