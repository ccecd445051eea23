package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VolumeTest {
  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(2);

  @BeforeEach
  void startQueue() {
    cluster.apply(
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: network}
        provisioner: driver.example.com
        volumeBindingMode: Immediate
        """);
    cluster.apply(
        Workloads.statefulSet("queue", 1, "queue:1")
            + """
              volumeClaimTemplates:
                - metadata: {name: data}
                  spec:
                    accessModes: [ReadWriteOnce]
                    storageClassName: network
                    resources: {requests: {storage: 1Gi}}
            """);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(pod().isReady()).isTrue();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void followsItsPodToAnotherNode() {
    String first = pod().nodeName();
    assertThat(attachedTo()).isEqualTo(first);
    assertThat(cluster.node(first).json().at("/status/volumesAttached")).hasSize(1);

    cluster.changeSpec(ResourceTypes.NODES, first, spec -> spec.put("unschedulable", true));
    cluster.delete(pod());
    cluster.pass(Duration.ofSeconds(1));

    assertThat(pod().isReady()).isTrue();
    assertThat(attachedTo()).isEqualTo(pod().nodeName()).isNotEqualTo(first);
    assertThat(cluster.node(first).json().at("/status/volumesAttached")).isEmpty();
  }

  @Test
  void isNotTakenFromALostNodeForSixMinutes() {
    String first = pod().nodeName();
    cluster.faults().inject(new Fault.NodeDead(first));
    cluster.pass(Duration.ofSeconds(60 + 300));
    assertThat(pod().isTerminating()).isTrue();

    // By force: what a person does who knows that the node is off.
    cluster.change(
        cluster.key(ResourceTypes.PODS, "queue-0"),
        pod -> pod.withObjectProperty("metadata").put("deletionGracePeriodSeconds", 0));
    cluster.pass(Duration.ofMinutes(5));
    assertThat(pod().phase()).isEqualTo("Pending");
    assertThat(cluster.events("queue-0")).containsKey("FailedAttachVolume");
    assertThat(attachedTo()).isEqualTo(first);

    cluster.pass(Duration.ofMinutes(2));
    assertThat(pod().isReady()).isTrue();
    assertThat(attachedTo()).isEqualTo(pod().nodeName()).isNotEqualTo(first);
  }

  @Test
  void deletedClaimTakesItsVolumeAlongOnceNobodyUsesIt() {
    cluster.delete(cluster.key(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, "data-queue-0"));
    assertThat(cluster.find(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, "data-queue-0")).isPresent();

    cluster.delete(cluster.key(ResourceTypes.STATEFUL_SETS, "queue"));
    cluster.pass(Duration.ofSeconds(1));

    assertThat(cluster.all(ResourceTypes.PERSISTENT_VOLUME_CLAIMS)).isEmpty();
    assertThat(cluster.all(ResourceTypes.PERSISTENT_VOLUMES)).isEmpty();
    assertThat(cluster.all(ResourceTypes.VOLUME_ATTACHMENTS)).isEmpty();
  }

  private Pod pod() {
    return cluster.pods("queue").getFirst();
  }

  private String attachedTo() {
    assertThat(cluster.all(ResourceTypes.VOLUME_ATTACHMENTS)).hasSize(1);
    ObjectNode attachment = cluster.all(ResourceTypes.VOLUME_ATTACHMENTS).getFirst();
    return attachment.at("/spec/nodeName").asText();
  }
}
