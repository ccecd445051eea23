package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodShapeTest {

  @Test
  void readsAPod() {
    var pod =
        pod(
            """
            metadata:
              namespace: shop
              name: cart-0
              uid: u
              labels: {app: cart}
              creationTimestamp: "2026-01-02T03:04:05Z"
              deletionTimestamp: "2026-01-02T04:00:00Z"
              deletionGracePeriodSeconds: 20
              ownerReferences:
                - {apiVersion: v1, kind: Node, name: other, uid: x}
                - {apiVersion: apps/v1, kind: StatefulSet, name: cart, uid: s, controller: true}
            spec:
              nodeName: worker-1
              priorityClassName: system-cluster-critical
              terminationGracePeriodSeconds: 90
              containers: [{name: a, resources: {requests: {cpu: 1}}}]
              volumes:
                - {name: scratch, emptyDir: {}}
                - {name: fast, emptyDir: {medium: Memory}}
                - {name: data, persistentVolumeClaim: {claimName: data}}
            status:
              phase: Running
              conditions: [{type: Ready, status: "True"}]
              initContainerStatuses: [{restartCount: 1}]
              containerStatuses: [{restartCount: 2}, {restartCount: 3}]
            """);
    assertThat(pod.reference()).isEqualTo(new PodReference("shop", "cart-0", "u"));
    assertThat(pod.node()).contains("worker-1");
    assertThat(pod.phase()).isEqualTo(PodPhase.RUNNING);
    assertThat(pod.ready()).isTrue();
    assertThat(pod.restarts()).isEqualTo(6);
    assertThat(pod.isTerminating()).isTrue();
    assertThat(pod.deletionTimestamp()).contains(Instant.parse("2026-01-02T04:00:00Z"));
    assertThat(pod.deletionGracePeriod()).contains(Duration.ofSeconds(20));
    assertThat(pod.controller()).contains(new PodController("apps/v1", "StatefulSet", "cart", "s"));
    assertThat(pod.isDaemonSetPod()).isFalse();
    assertThat(pod.emptyDirectories())
        .containsExactly(new EmptyDirectory("scratch", false), new EmptyDirectory("fast", true));
    assertThat(pod.requests().cpuMillis()).isEqualTo(1000);
    assertThat(pod.priorityClass()).contains("system-cluster-critical");
    assertThat(pod.terminationGracePeriod()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void aBarePodHasTheDefaults() {
    var pod =
        pod(
            "{metadata: {namespace: a, name: b, uid: u}, status: {phase: Failed, reason: Evicted}}");
    assertThat(pod.node()).isEqualTo(Optional.empty());
    assertThat(pod.controller()).isEmpty();
    assertThat(pod.isFinished()).isTrue();
    assertThat(pod.reason()).isEqualTo("Evicted");
    assertThat(pod.terminationGracePeriod()).isEqualTo(Duration.ofSeconds(30));
    assertThat(pod.mirror()).isFalse();
  }

  @Test
  void aDaemonSetIsKnownByTheOwnerAndNotByALabel() {
    var owner =
        "ownerReferences: [{apiVersion: %s, kind: DaemonSet, name: d, uid: x, controller: %s}]";
    var labels = "labels: {controller-revision-hash: abc, pod-template-generation: '1'}";
    var pod = "{metadata: {namespace: a, name: b, uid: u, %s}}";
    assertThat(pod(pod.formatted(owner.formatted("apps/v1", "true"))).isDaemonSetPod()).isTrue();
    assertThat(pod(pod.formatted(owner.formatted("apps/v1", "false"))).isDaemonSetPod()).isFalse();
    assertThat(pod(pod.formatted(owner.formatted("apps.kruise.io/v1", "true"))).isDaemonSetPod())
        .isFalse();
    assertThat(pod(pod.formatted(labels)).isDaemonSetPod()).isFalse();
  }

  @Test
  void aMirrorPodIsKnownByItsAnnotation() {
    assertThat(
            pod("{metadata: {namespace: a, name: b, uid: u, annotations: {kubernetes.io/config.mirror: x}}}")
                .mirror())
        .isTrue();
  }

  private static PodState pod(String yaml) {
    return PodShape.of(GivenObject.of(yaml, Pod.class));
  }
}
