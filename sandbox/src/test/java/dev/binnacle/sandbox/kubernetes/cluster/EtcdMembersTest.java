package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EtcdMembersTest {
  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(0);

  @BeforeEach
  void startMembers() {
    for (String name : new String[] {"cp-1", "cp-2", "cp-3"}) {
      cluster.apply(
          """
          apiVersion: v1
          kind: Node
          metadata: {name: %s, labels: {node-role.kubernetes.io/etcd: "true"}}
          status: {nodeInfo: {kubeletVersion: v1.33.4+rke2r1}}
          """
              .formatted(name));
    }
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void leaderTellsOfADeadMember() {
    cluster.faults().inject(new Fault.NodeDead("cp-2"));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(voter("cp-1")).isEqualTo("MemberNotLearner");
    assertThat(voter("cp-2")).isEqualTo("Unhealthy");
  }

  @Test
  void withoutQuorumNobodyTellsAnything() {
    cluster.faults().inject(new Fault.NodeDead("cp-2"));
    cluster.pass(Duration.ofSeconds(1));
    cluster.faults().inject(new Fault.NodeDead("cp-3"));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(voter("cp-3")).isEqualTo("MemberNotLearner");
  }

  private String voter(String node) {
    return cluster.conditions(ResourceTypes.NODES, node).reason("EtcdIsVoter");
  }
}
