package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.PodSelection;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubeletTest {
  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(2);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void startsAPod() {
    cluster.apply(Workloads.pod("web", ""));

    Pod pod = pod("web");
    assertThat(pod.phase()).isEqualTo("Running");
    assertThat(pod.isReady()).isTrue();
    assertThat(pod.json().path("status").path("podIP").asText()).startsWith("10.42.1.");
    assertThat(cluster.events("web")).containsKeys("Scheduled", "Pulled", "Created", "Started");
  }

  @Test
  void missingImageIsTriedAgain() {
    int missing = cluster.faults().inject(new Fault.ImagePullFailure("registry/main:1"));
    cluster.apply(Workloads.pod("web", ""));

    assertThat(pod("web").phase()).isEqualTo("Pending");
    assertThat(waiting("web")).isEqualTo("ImagePullBackOff");
    assertThat(cluster.events("web")).containsKeys("Failed", "BackOff");

    cluster.faults().repair(missing);
    cluster.pass(Duration.ofSeconds(11));
    assertThat(pod("web").isReady()).isTrue();
  }

  @Test
  void crashingContainerBacksOffLongerAndLonger() {
    cluster.apply(Workloads.pod("web", "").replace("registry/main:1", "registry/crash:1"));

    cluster.pass(Duration.ofSeconds(2));
    assertThat(waiting("web")).isEqualTo("CrashLoopBackOff");
    assertThat(pod("web").restarts()).isZero();

    cluster.pass(Duration.ofSeconds(10));
    assertThat(pod("web").restarts()).isEqualTo(1);
    cluster.pass(Duration.ofSeconds(20));
    assertThat(pod("web").restarts()).isEqualTo(2);
    assertThat(
            pod("web")
                .json()
                .at("/status/containerStatuses/0/lastState/terminated/exitCode")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void graceIsUsedAndThenOver() {
    cluster.apply(Workloads.pod("web", "terminationGracePeriodSeconds: 20"));
    cluster
        .faults()
        .inject(new Fault.SlowTermination(PodSelection.pod("test", "web"), Duration.ofMinutes(5)));

    cluster.delete(pod("web"));
    cluster.pass(Duration.ofSeconds(19));
    assertThat(pod("web").isTerminating()).isTrue();
    assertThat(cluster.events("web")).containsEntry("Killing", 1);

    cluster.pass(Duration.ofSeconds(2));
    assertThat(cluster.find(ResourceTypes.PODS, "web")).isEmpty();
  }

  @Test
  void annotationSaysHowLongATerminationTakes() {
    cluster.apply(Workloads.pod("web", ""));
    cluster.change(
        cluster.key(ResourceTypes.PODS, "web"),
        pod -> new Meta(pod).putAnnotation("simulator.binnacle.dev/termination", "8s"));

    cluster.delete(pod("web"));
    cluster.pass(Duration.ofSeconds(7));
    assertThat(cluster.find(ResourceTypes.PODS, "web")).isPresent();
    cluster.pass(Duration.ofSeconds(2));
    assertThat(cluster.find(ResourceTypes.PODS, "web")).isEmpty();
  }

  @Test
  void stuckContainerNeverEnds() {
    cluster.apply(Workloads.pod("web", ""));
    cluster.faults().inject(new Fault.StuckTermination(PodSelection.pod("test", "web")));
    cluster.delete(pod("web"));
    cluster.pass(Duration.ofHours(1));
    assertThat(pod("web").isTerminating()).isTrue();
  }

  @Test
  void mirrorPodComesBack() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: etcd-node-1
          labels: {app: etcd}
          annotations: {kubernetes.io/config.mirror: abc}
        spec: {nodeName: node-1, hostNetwork: true, containers: [{name: etcd, image: "etcd:1"}]}
        """);
    Pod before = pod("etcd-node-1");

    cluster.delete(before);

    assertThat(pod("etcd-node-1").uid()).isNotEqualTo(before.uid());
    assertThat(pod("etcd-node-1").isReady()).isTrue();
  }

  @Test
  void jobRunsToItsEnd() {
    cluster.apply(job("completions: 2", "0"));
    cluster.pass(Duration.ofSeconds(61));

    var job = cluster.get(ResourceTypes.JOBS, "batch");
    assertThat(job.path("status").path("succeeded").asInt()).isEqualTo(2);
    assertThat(cluster.conditions(ResourceTypes.JOBS, "batch").isTrue("Complete")).isTrue();
    assertThat(cluster.pods("batch"))
        .hasSize(2)
        .allMatch(pod -> pod.phase().equals("Succeeded"))
        .allMatch(pod -> pod.meta().finalizers().isEmpty());
  }

  @Test
  void jobGivesUp() {
    cluster.apply(job("backoffLimit: 1", "3"));
    cluster.pass(Duration.ofMinutes(3));

    assertThat(cluster.conditions(ResourceTypes.JOBS, "batch").reason("Failed"))
        .isEqualTo("BackoffLimitExceeded");
    assertThat(cluster.pods("batch")).hasSize(2);
  }

  @Test
  void deletedPodOfAJobIsCountedAndReplaced() {
    cluster.apply(job("backoffLimit: 3", "0"));
    Pod first = cluster.pods("batch").getFirst();

    cluster.delete(first);

    assertThat(cluster.activePods("batch"))
        .singleElement()
        .matches(pod -> !pod.uid().equals(first.uid()));
    assertThat(cluster.get(ResourceTypes.JOBS, "batch").path("status").path("failed").asInt())
        .isEqualTo(1);
  }

  private static String job(String field, String exitCode) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: batch}
    spec:
      %s
      template:
        metadata:
          labels: {app: batch}
          annotations:
            simulator.binnacle.dev/runs-for: 30s
            simulator.binnacle.dev/exit-code: "%s"
        spec: {restartPolicy: Never, containers: [{name: main, image: "main:1"}]}
    """
        .formatted(field, exitCode);
  }

  private Pod pod(String name) {
    return new Pod(cluster.get(ResourceTypes.PODS, name));
  }

  private String waiting(String name) {
    return pod(name).json().at("/status/containerStatuses/0/state/waiting/reason").asText();
  }
}
