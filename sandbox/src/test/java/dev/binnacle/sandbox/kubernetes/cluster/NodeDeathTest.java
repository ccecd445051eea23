package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Taint;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeDeathTest {
  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(3);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void isNoticedWhenTheLeaseIsStale() {
    cluster.apply(Workloads.deployment("web", 3, "web:1"));
    cluster.faults().inject(new Fault.NodeDead("node-1"));

    cluster.pass(Duration.ofSeconds(30));
    assertThat(cluster.node("node-1").isReady()).isTrue();

    cluster.pass(Duration.ofSeconds(30));
    var conditions = cluster.conditions(ResourceTypes.NODES, "node-1");
    assertThat(conditions.status("Ready")).isEqualTo("Unknown");
    assertThat(conditions.reason("Ready")).isEqualTo("NodeStatusUnknown");
    assertThat(cluster.node("node-1").taints())
        .extracting(Taint::key, Taint::effect)
        .containsExactlyInAnyOrder(
            tuple(Taint.UNREACHABLE, Taint.NO_SCHEDULE),
            tuple(Taint.UNREACHABLE, Taint.NO_EXECUTE));
    assertThat(podOnFirst().isReady()).isFalse();
    assertThat(podOnFirst().isTerminating()).isFalse();
  }

  @Test
  void podsAreReplacedAfterFiveMinutesAndStayTerminatingUntilTheNodeIsDeleted() {
    cluster.apply(Workloads.deployment("web", 3, "web:1"));
    cluster.faults().inject(new Fault.NodeDead("node-1"));

    cluster.pass(Duration.ofSeconds(60 + 300));
    assertThat(podOnFirst().isTerminating()).isTrue();
    assertThat(cluster.activePods("web"))
        .hasSize(3)
        .allMatch(Pod::isReady)
        .noneMatch(pod -> pod.nodeName().equals("node-1"));

    cluster.pass(Duration.ofHours(1));
    assertThat(cluster.pods("web")).hasSize(4);

    cluster.delete(cluster.key(ResourceTypes.NODES, "node-1"));
    cluster.pass(Duration.ofSeconds(41));
    assertThat(cluster.pods("web")).hasSize(3);
  }

  @Test
  void aNodeThatComesBackFinishesWhatItMissed() {
    cluster.apply(Workloads.deployment("web", 3, "web:1"));
    int dead = cluster.faults().inject(new Fault.NodeDead("node-1"));
    cluster.pass(Duration.ofSeconds(60 + 300));

    cluster.faults().repair(dead);
    cluster.pass(Duration.ofSeconds(31));

    assertThat(cluster.node("node-1").isReady()).isTrue();
    assertThat(cluster.node("node-1").taints()).isEmpty();
    assertThat(cluster.pods("web")).hasSize(3).allMatch(Pod::isReady);
  }

  @Test
  void daemonPodsStayOnADeadNode() {
    cluster.apply(Workloads.daemonSet("agent", "agent:1"));
    cluster.faults().inject(new Fault.NodeDead("node-1"));
    cluster.pass(Duration.ofMinutes(10));
    assertThat(cluster.activePods("agent")).hasSize(3);
  }

  @Test
  void outOfServiceTaintLetsTerminatingPodsGo() {
    cluster.apply(Workloads.deployment("web", 3, "web:1"));
    cluster.faults().inject(new Fault.NodeDead("node-1"));
    cluster.pass(Duration.ofSeconds(60 + 300));
    cluster.changeSpec(
        ResourceTypes.NODES,
        "node-1",
        spec ->
            spec.withArrayProperty("taints")
                .addObject()
                .put("key", "node.kubernetes.io/out-of-service")
                .put("value", "nodeshutdown")
                .put("effect", "NoExecute"));
    assertThat(cluster.pods("web")).hasSize(3);
  }

  private Pod podOnFirst() {
    return cluster.pods("web").stream()
        .filter(pod -> pod.nodeName().equals("node-1"))
        .findFirst()
        .orElseThrow();
  }
}
