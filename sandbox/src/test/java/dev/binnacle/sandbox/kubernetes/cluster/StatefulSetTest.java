package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.PodSelection;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatefulSetTest {
  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(3);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void podsComeInOrderAndWaitForEachOther() {
    cluster.faults().inject(new Fault.PodNeverReady(PodSelection.pod("test", "queue-1")));

    cluster.apply(Workloads.statefulSet("queue", 3, "queue:1"));
    assertThat(cluster.pods("queue")).extracting(Pod::name).containsExactly("queue-0", "queue-1");

    cluster.faults().repairAll();
    cluster.pass(Duration.ofSeconds(15));
    assertThat(cluster.pods("queue"))
        .extracting(Pod::name)
        .containsExactly("queue-0", "queue-1", "queue-2");
    var status = cluster.get(ResourceTypes.STATEFUL_SETS, "queue").path("status");
    assertThat(status.path("readyReplicas").asInt()).isEqualTo(3);
    assertThat(status.path("currentRevision")).isEqualTo(status.path("updateRevision"));
  }

  @Test
  void parallelPodsDoNotWait() {
    cluster.faults().inject(new Fault.PodNeverReady(PodSelection.pod("test", "queue-0")));
    cluster.apply(
        Workloads.statefulSet("queue", 3, "queue:1")
            .replace("replicas: 3", "replicas: 3\n  podManagementPolicy: Parallel"));
    assertThat(cluster.pods("queue")).hasSize(3);
  }

  @Test
  void deletedPodComesBackUnderItsNameWithItsClaim() {
    cluster.apply(withClaim());
    Pod before = cluster.pods("queue").getFirst();
    String volume = volumeOf("data-queue-0");

    cluster.delete(before);

    Pod after = cluster.pods("queue").getFirst();
    assertThat(after.name()).isEqualTo("queue-0");
    assertThat(after.uid()).isNotEqualTo(before.uid());
    assertThat(after.claims()).containsExactly("data-queue-0");
    assertThat(volumeOf("data-queue-0")).isEqualTo(volume);
  }

  @Test
  void scaledDownFromTheEndKeepsClaims() {
    cluster.apply(withClaim());
    cluster.changeSpec(ResourceTypes.STATEFUL_SETS, "queue", spec -> spec.put("replicas", 1));

    assertThat(cluster.pods("queue")).extracting(Pod::name).containsExactly("queue-0");
    assertThat(cluster.all(ResourceTypes.PERSISTENT_VOLUME_CLAIMS)).hasSize(2);
  }

  @Test
  void updateGoesFromTheHighestToThePartition() {
    cluster.apply(Workloads.statefulSet("queue", 3, "queue:1"));
    cluster.apply(
        Workloads.statefulSet("queue", 3, "queue:2")
            .replace(
                "replicas: 3", "replicas: 3\n  updateStrategy: {rollingUpdate: {partition: 1}}"));

    assertThat(images()).containsExactly("queue:1", "queue:2", "queue:2");

    cluster.apply(Workloads.statefulSet("queue", 3, "queue:2"));
    assertThat(images()).containsExactly("queue:2", "queue:2", "queue:2");
    var status = cluster.get(ResourceTypes.STATEFUL_SETS, "queue").path("status");
    assertThat(status.path("currentRevision")).isEqualTo(status.path("updateRevision"));
  }

  private List<String> images() {
    return cluster.pods("queue").stream()
        .map(pod -> pod.spec().path("containers").path(0).path("image").asText())
        .toList();
  }

  private String volumeOf(String claim) {
    var object = cluster.get(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, claim);
    assertThat(object.path("status").path("phase").asText()).isEqualTo("Bound");
    return object.path("spec").path("volumeName").asText();
  }

  private String withClaim() {
    cluster.apply(
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: network}
        provisioner: driver.example.com
        volumeBindingMode: Immediate
        """);
    return Workloads.statefulSet("queue", 2, "queue:1")
        + """
          volumeClaimTemplates:
            - metadata: {name: data}
              spec:
                accessModes: [ReadWriteOnce]
                storageClassName: network
                resources: {requests: {storage: 1Gi}}
        """;
  }
}
