package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.PodSelection;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to the cluster in whatever order: left alone, it becomes what was asked for. */
class ConvergenceTest {
  private static final int DEEDS = 60;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void leftAloneItBecomesWhatWasAskedFor(long seed) {
    Random random = new Random(seed);
    try (ClusterUnderTest cluster = ClusterUnderTest.withNodes(4)) {
      cluster.apply(Workloads.deployment("web", 4, "web:1"));
      cluster.apply(Workloads.budget("web", "minAvailable: 3"));
      cluster.apply(Workloads.statefulSet("queue", 3, "queue:1"));
      cluster.apply(Workloads.budget("queue", "maxUnavailable: 1"));
      cluster.apply(Workloads.daemonSet("agent", "agent:1"));

      for (int i = 0; i < DEEDS; i++) {
        doSomething(cluster, random);
        cluster.pass(Duration.ofSeconds(random.nextInt(200)));
      }

      cluster.faults().repairAll();
      for (int i = 1; i <= 4; i++) {
        cluster.changeSpec(ResourceTypes.NODES, "node-" + i, spec -> spec.remove("unschedulable"));
      }
      cluster.pass(Duration.ofMinutes(20));

      assertDeployment(cluster);
      assertStatefulSet(cluster);
      assertThat(cluster.pods("agent")).hasSize(4).allMatch(Pod::isReady);
      assertThat(cluster.all(ResourceTypes.NODES))
          .allMatch(node -> node.at("/spec/taints").isEmpty());
      assertThat(allowed(cluster, "web")).isEqualTo(Math.max(0, wanted(cluster, "web") - 3));
      assertThat(allowed(cluster, "queue")).isEqualTo(1);
    }
  }

  private static void doSomething(ClusterUnderTest cluster, Random random) {
    String node = "node-" + (1 + random.nextInt(4));
    switch (random.nextInt(9)) {
      case 0, 1 -> deleteOne(cluster, random);
      case 2 -> cordon(cluster, node, true);
      case 3 -> cordon(cluster, node, false);
      case 4 -> cluster.faults().inject(new Fault.NodeDead(node));
      case 5 -> cluster.faults().repairAll();
      case 6 ->
          cluster.changeSpec(
              ResourceTypes.DEPLOYMENTS,
              "web",
              spec -> spec.put("replicas", 3 + random.nextInt(4)));
      case 7 -> {
        image(cluster, ResourceTypes.DEPLOYMENTS, "web", "web:" + random.nextInt(3));
        image(cluster, ResourceTypes.STATEFUL_SETS, "queue", "queue:" + random.nextInt(3));
        image(cluster, ResourceTypes.DAEMON_SETS, "agent", "agent:" + random.nextInt(3));
      }
      default ->
          cluster
              .faults()
              .inject(new Fault.PodNeverReady(PodSelection.labelled("test", "app=web")));
    }
  }

  private static void deleteOne(ClusterUnderTest cluster, Random random) {
    List<ObjectNode> pods = cluster.all(ResourceTypes.PODS);
    if (!pods.isEmpty()) {
      cluster.delete(new Pod(pods.get(random.nextInt(pods.size()))));
    }
  }

  private static void cordon(ClusterUnderTest cluster, String node, boolean cordoned) {
    cluster.changeSpec(ResourceTypes.NODES, node, spec -> spec.put("unschedulable", cordoned));
  }

  private static void image(
      ClusterUnderTest cluster, ResourceType type, String name, String image) {
    cluster.changeSpec(
        type,
        name,
        spec -> ((ObjectNode) spec.at("/template/spec/containers/0")).put("image", image));
  }

  private static void assertDeployment(ClusterUnderTest cluster) {
    JsonNode web = cluster.get(ResourceTypes.DEPLOYMENTS, "web");
    String image = web.at("/spec/template/spec/containers/0/image").asText();
    int wanted = wanted(cluster, "web");
    assertThat(cluster.pods("web"))
        .hasSize(wanted)
        .allMatch(Pod::isReady)
        .allMatch(pod -> image(pod).equals(image));
    assertThat(web.at("/status/availableReplicas").asInt()).isEqualTo(wanted);
    assertThat(web.at("/status/updatedReplicas").asInt()).isEqualTo(wanted);
    assertThat(web.at("/status/replicas").asInt()).isEqualTo(wanted);
    assertThat(web.at("/status/observedGeneration")).isEqualTo(web.at("/metadata/generation"));
    assertThat(cluster.conditions(ResourceTypes.DEPLOYMENTS, "web").reason("Progressing"))
        .isEqualTo("NewReplicaSetAvailable");
  }

  private static void assertStatefulSet(ClusterUnderTest cluster) {
    JsonNode queue = cluster.get(ResourceTypes.STATEFUL_SETS, "queue");
    String image = queue.at("/spec/template/spec/containers/0/image").asText();
    assertThat(cluster.pods("queue"))
        .hasSize(3)
        .allMatch(Pod::isReady)
        .allMatch(pod -> image(pod).equals(image));
    assertThat(queue.at("/status/currentRevision")).isEqualTo(queue.at("/status/updateRevision"));
    assertThat(queue.at("/status/currentReplicas").asInt()).isEqualTo(3);
  }

  private static int wanted(ClusterUnderTest cluster, String deployment) {
    return cluster.get(ResourceTypes.DEPLOYMENTS, deployment).at("/spec/replicas").asInt();
  }

  private static int allowed(ClusterUnderTest cluster, String budget) {
    return cluster
        .get(ResourceTypes.POD_DISRUPTION_BUDGETS, budget)
        .at("/status/disruptionsAllowed")
        .asInt();
  }

  private static String image(Pod pod) {
    return pod.spec().at("/containers/0/image").asText();
  }
}
