package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulingTest {
  private static final String ANTI_AFFINITY =
      """
            affinity:
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  - topologyKey: kubernetes.io/hostname
                    labelSelector: {matchLabels: {app: lonely}}
      """;

  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(3);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void saysWhyNoNodeWillDoInTheRealWords() {
    cluster.changeSpec(ResourceTypes.NODES, "node-1", spec -> spec.put("unschedulable", true));
    cluster.changeSpec(
        ResourceTypes.NODES,
        "node-2",
        spec ->
            spec.withArrayProperty("taints")
                .addObject()
                .put("key", "dedicated")
                .put("value", "db")
                .put("effect", "NoSchedule"));

    cluster.apply(requesting("cpu: \"16\""));

    assertThat(message())
        .isEqualTo(
            "0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint"
                + " {dedicated: db}, 1 node(s) were unschedulable. preemption: 0/3 nodes are"
                + " available: 1 No preemption victims found for incoming pod, 2 Preemption is not"
                + " helpful for scheduling.");
    assertThat(cluster.events("big")).containsEntry("FailedScheduling", 1);
  }

  @Test
  void waitsForRoomAndTakesIt() {
    cluster.apply(requesting("cpu: \"5\""));
    assertThat(pod().isBound()).isFalse();

    cluster.change(
        cluster.key(ResourceTypes.NODES, "node-3"),
        node ->
            node.withObjectProperty("status").withObjectProperty("allocatable").put("cpu", "8"));

    assertThat(pod().nodeName()).isEqualTo("node-3");
  }

  @Test
  void antiAffinityOnTheHostnameSpreadsOrWaits() {
    cluster.apply(
        Workloads.deployment("lonely", 4, "lonely:1")
            .replace("      containers:", ANTI_AFFINITY + "      containers:"));

    assertThat(cluster.pods("lonely").stream().filter(Pod::isBound))
        .hasSize(3)
        .extracting(Pod::nodeName)
        .doesNotHaveDuplicates();
    Pod waiting =
        cluster.pods("lonely").stream().filter(pod -> !pod.isBound()).findFirst().orElseThrow();
    assertThat(scheduled(waiting)).contains("3 node(s) didn't match pod anti-affinity rules");
  }

  @Test
  void selectorAndVolumeBindAPodToANode() {
    cluster.apply(
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: local-path}
        provisioner: rancher.io/local-path
        volumeBindingMode: WaitForFirstConsumer
        """);
    cluster.apply(
        Workloads.statefulSet("ledger", 1, "ledger:1")
            + """
              volumeClaimTemplates:
                - metadata: {name: data}
                  spec:
                    accessModes: [ReadWriteOnce]
                    storageClassName: local-path
                    resources: {requests: {storage: 1Gi}}
            """);
    Pod before = cluster.pods("ledger").getFirst();
    assertThat(before.isReady()).isTrue();

    cluster.changeSpec(
        ResourceTypes.NODES, before.nodeName(), spec -> spec.put("unschedulable", true));
    cluster.delete(before);

    Pod after = cluster.pods("ledger").getFirst();
    assertThat(after.isBound()).isFalse();
    assertThat(scheduled(after))
        .contains("1 node(s) were unschedulable")
        .contains("2 node(s) didn't match PersistentVolume's node affinity");

    cluster.changeSpec(
        ResourceTypes.NODES, before.nodeName(), spec -> spec.put("unschedulable", false));
    assertThat(cluster.pods("ledger").getFirst().nodeName()).isEqualTo(before.nodeName());
  }

  private static String requesting(String amount) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: big, labels: {app: big}}
    spec:
      containers: [{name: main, image: "main:1", resources: {requests: {%s}}}]
    """
        .formatted(amount);
  }

  private Pod pod() {
    return cluster.pods("big").getFirst();
  }

  private String message() {
    return scheduled(pod());
  }

  private static String scheduled(Pod pod) {
    return new Conditions(pod.json()).find("PodScheduled").orElseThrow().path("message").asText();
  }
}
