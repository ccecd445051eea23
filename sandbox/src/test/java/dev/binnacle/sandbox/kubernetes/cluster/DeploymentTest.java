package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.PodSelection;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentTest {
  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(3);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void comesUp() {
    cluster.apply(Workloads.deployment("web", 3, "web:1"));

    assertThat(cluster.activePods("web")).hasSize(3).allMatch(Pod::isReady);
    assertThat(cluster.activePods("web")).extracting(Pod::nodeName).doesNotHaveDuplicates();
    var status = cluster.get(ResourceTypes.DEPLOYMENTS, "web").path("status");
    assertThat(status.path("availableReplicas").asInt()).isEqualTo(3);
    assertThat(status.path("unavailableReplicas").asInt()).isZero();
    assertThat(status.path("observedGeneration").asInt()).isEqualTo(1);
    assertThat(progress().path("reason").asText()).isEqualTo("NewReplicaSetAvailable");
    assertThat(cluster.conditions(ResourceTypes.DEPLOYMENTS, "web").isTrue("Available")).isTrue();
    assertThat(cluster.events("web")).containsEntry("ScalingReplicaSet", 1);
  }

  @Test
  void deletedPodIsReplaced() {
    cluster.apply(Workloads.deployment("web", 2, "web:1"));
    Pod victim = cluster.activePods("web").getFirst();

    cluster.delete(victim);

    assertThat(cluster.pods("web")).hasSize(2).noneMatch(pod -> pod.uid().equals(victim.uid()));
  }

  @Test
  void rollingUpdateKeepsEnoughPodsAvailable() {
    cluster.apply(Workloads.deployment("web", 4, "web:1"));
    cluster.faults().inject(new Fault.PodNeverReady(PodSelection.labelled("test", "version=2")));

    cluster.changeSpec(
        ResourceTypes.DEPLOYMENTS,
        "web",
        spec ->
            spec.withObjectProperty("template")
                .withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put("version", "2"));

    // 25 % of 4 each way: five pods at most, three available at least.
    assertThat(cluster.activePods("web")).hasSize(5);
    assertThat(cluster.activePods("web").stream().filter(Pod::isReady)).hasSize(3);
    assertThat(progress().path("reason").asText()).isEqualTo("ReplicaSetUpdated");

    cluster.pass(Duration.ofSeconds(601));
    assertThat(progress().path("reason").asText()).isEqualTo("ProgressDeadlineExceeded");
    assertThat(progress().path("status").asText()).isEqualTo("False");

    cluster.faults().repairAll();
    cluster.pass(Duration.ofSeconds(30));
    assertThat(cluster.activePods("web"))
        .hasSize(4)
        .allMatch(pod -> pod.meta().label("version").isPresent());
    assertThat(progress().path("reason").asText()).isEqualTo("NewReplicaSetAvailable");
  }

  @Test
  void goingBackIsANewRevisionOfTheOldReplicaSet() {
    cluster.apply(Workloads.deployment("web", 2, "web:1"));
    cluster.apply(Workloads.deployment("web", 2, "web:2"));
    assertThat(revision("web:1")).isEqualTo("1");
    assertThat(revision("web:2")).isEqualTo("2");

    cluster.apply(Workloads.deployment("web", 2, "web:1"));

    assertThat(revision("web:1")).isEqualTo("3");
    assertThat(new Meta(set("web:1")).annotation("deployment.kubernetes.io/revision-history"))
        .contains("1");
    assertThat(cluster.activePods("web"))
        .hasSize(2)
        .allMatch(
            pod -> pod.spec().path("containers").path(0).path("image").asText().equals("web:1"));
  }

  @Test
  void historyIsCut() {
    for (int i = 1; i <= 5; i++) {
      cluster.apply(
          Workloads.deployment("web", 1, "web:" + i)
              .replace("replicas: 1", "replicas: 1\n  revisionHistoryLimit: 2"));
    }
    assertThat(cluster.all(ResourceTypes.REPLICA_SETS)).hasSize(3);
  }

  @Test
  void recreateEndsAllOldPodsFirst() {
    String manifest =
        Workloads.deployment("web", 2, "web:1")
            .replace("replicas: 2", "replicas: 2\n  strategy: {type: Recreate}");
    cluster.apply(manifest);
    int stuck =
        cluster
            .faults()
            .inject(new Fault.StuckTermination(PodSelection.labelled("test", "app=web")));

    cluster.apply(manifest.replace("web:1", "web:2"));
    assertThat(cluster.pods("web")).hasSize(2).allMatch(Pod::isTerminating);

    cluster.faults().repair(stuck);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.pods("web")).hasSize(2).allMatch(Pod::isReady);
  }

  @Test
  void pausedFollowsScaleButNotTemplate() {
    cluster.apply(Workloads.deployment("web", 1, "web:1"));
    cluster.changeSpec(ResourceTypes.DEPLOYMENTS, "web", spec -> spec.put("paused", true));
    cluster.apply(
        Workloads.deployment("web", 3, "web:2")
            .replace("replicas: 3", "replicas: 3\n  paused: true"));

    assertThat(cluster.activePods("web")).hasSize(3);
    assertThat(cluster.all(ResourceTypes.REPLICA_SETS)).hasSize(1);
    assertThat(progress().path("reason").asText()).isEqualTo("DeploymentPaused");
  }

  @Test
  void scalingDownTakesTheCheapestPod() {
    cluster.apply(Workloads.deployment("web", 3, "web:1"));
    Pod cheap = cluster.activePods("web").get(1);
    cluster.change(
        cluster.key(ResourceTypes.PODS, cheap.name()),
        pod -> new Meta(pod).putAnnotation("controller.kubernetes.io/pod-deletion-cost", "-10"));

    cluster.changeSpec(ResourceTypes.DEPLOYMENTS, "web", spec -> spec.put("replicas", 2));

    assertThat(cluster.pods("web")).hasSize(2).extracting(Pod::name).doesNotContain(cheap.name());
  }

  @Test
  void deletingItDeletesWhatItOwns() {
    cluster.apply(Workloads.deployment("web", 2, "web:1"));

    cluster.delete(cluster.key(ResourceTypes.DEPLOYMENTS, "web"));

    assertThat(cluster.all(ResourceTypes.REPLICA_SETS)).isEmpty();
    assertThat(cluster.pods("web")).isEmpty();
  }

  @Test
  void foregroundDeletionWaitsForThePods() {
    cluster.apply(Workloads.deployment("web", 1, "web:1"));
    int stuck =
        cluster
            .faults()
            .inject(new Fault.StuckTermination(PodSelection.labelled("test", "app=web")));
    cluster.change(
        cluster.key(ResourceTypes.DEPLOYMENTS, "web"),
        object -> new Meta(object).addFinalizer("foregroundDeletion"));

    cluster.delete(cluster.key(ResourceTypes.DEPLOYMENTS, "web"));
    assertThat(cluster.find(ResourceTypes.DEPLOYMENTS, "web")).isPresent();
    assertThat(cluster.pods("web")).singleElement().matches(Pod::isTerminating);

    cluster.faults().repair(stuck);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.find(ResourceTypes.DEPLOYMENTS, "web")).isEmpty();
    assertThat(cluster.pods("web")).isEmpty();
  }

  @Test
  void orphansStayAndAreAdoptedAgain() {
    cluster.apply(Workloads.deployment("web", 1, "web:1"));
    String uid = cluster.pods("web").getFirst().uid();
    cluster.change(
        cluster.key(ResourceTypes.DEPLOYMENTS, "web"),
        object -> new Meta(object).addFinalizer("orphan"));
    cluster.delete(cluster.key(ResourceTypes.DEPLOYMENTS, "web"));
    assertThat(cluster.all(ResourceTypes.REPLICA_SETS))
        .singleElement()
        .matches(set -> new Meta(set).owners().isEmpty());

    cluster.apply(Workloads.deployment("web", 1, "web:1"));

    assertThat(cluster.pods("web")).singleElement().matches(pod -> pod.uid().equals(uid));
    assertThat(cluster.all(ResourceTypes.REPLICA_SETS))
        .singleElement()
        .matches(set -> new Meta(set).controller().isPresent());
  }

  private ObjectNode progress() {
    return new Conditions(cluster.get(ResourceTypes.DEPLOYMENTS, "web"))
        .find("Progressing")
        .orElseThrow();
  }

  private String revision(String image) {
    return new Meta(set(image)).annotation("deployment.kubernetes.io/revision").orElseThrow();
  }

  private ObjectNode set(String image) {
    List<ObjectNode> sets = cluster.all(ResourceTypes.REPLICA_SETS);
    return sets.stream()
        .filter(set -> set.toString().contains("\"image\":\"" + image + "\""))
        .findFirst()
        .orElseThrow();
  }
}
