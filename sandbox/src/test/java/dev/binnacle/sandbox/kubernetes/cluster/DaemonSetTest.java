package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.PodSelection;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaemonSetTest {
  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(3);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void onePodOnEachNodeAlsoOnNewOnes() {
    cluster.apply(Workloads.daemonSet("agent", "agent:1"));
    cluster.addNode("node-4");

    assertThat(cluster.activePods("agent"))
        .extracting(Pod::nodeName)
        .containsExactlyInAnyOrder("node-1", "node-2", "node-3", "node-4");
    var status = cluster.get(ResourceTypes.DAEMON_SETS, "agent").path("status");
    assertThat(status.path("desiredNumberScheduled").asInt()).isEqualTo(4);
    assertThat(status.path("numberAvailable").asInt()).isEqualTo(4);
  }

  @Test
  void comesBackOnACordonedNode() {
    cluster.apply(Workloads.daemonSet("agent", "agent:1"));
    cluster.changeSpec(ResourceTypes.NODES, "node-1", spec -> spec.put("unschedulable", true));
    Pod onFirst = on("node-1");

    cluster.delete(onFirst);

    assertThat(on("node-1").uid()).isNotEqualTo(onFirst.uid());
    assertThat(on("node-1").isReady()).isTrue();
  }

  @Test
  void untoleratedTaintKeepsItAwayAndNoExecuteDrivesItOut() {
    cluster.changeSpec(ResourceTypes.NODES, "node-1", spec -> taint(spec, "special", "NoSchedule"));
    cluster.apply(Workloads.daemonSet("agent", "agent:1"));
    assertThat(cluster.activePods("agent")).hasSize(2);

    cluster.changeSpec(ResourceTypes.NODES, "node-2", spec -> taint(spec, "special", "NoExecute"));
    assertThat(cluster.activePods("agent")).extracting(Pod::nodeName).containsExactly("node-3");
  }

  @Test
  void rollingUpdateTakesOneNodeAtATime() {
    cluster.apply(Workloads.daemonSet("agent", "agent:1"));
    cluster.faults().inject(new Fault.PodNeverReady(PodSelection.labelled("test", "version=2")));

    cluster.changeSpec(
        ResourceTypes.DAEMON_SETS,
        "agent",
        spec ->
            spec.withObjectProperty("template")
                .withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put("version", "2"));
    assertThat(updated()).isEqualTo(1);

    cluster.faults().repairAll();
    cluster.pass(Duration.ofSeconds(30));
    assertThat(updated()).isEqualTo(3);
    assertThat(cluster.all(ResourceTypes.CONTROLLER_REVISIONS)).hasSize(2);
  }

  private long updated() {
    return cluster.activePods("agent").stream()
        .filter(pod -> pod.meta().label("version").isPresent())
        .count();
  }

  private Pod on(String node) {
    return cluster.activePods("agent").stream()
        .filter(pod -> pod.nodeName().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private static void taint(ObjectNode spec, String key, String effect) {
    spec.withArrayProperty("taints").addObject().put("key", key).put("effect", effect);
  }
}
