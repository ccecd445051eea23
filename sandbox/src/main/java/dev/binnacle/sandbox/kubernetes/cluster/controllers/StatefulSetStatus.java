package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.ControllerRevisions.Revision;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes a StatefulSet's status. Source: kubernetes stateful_set_control.go, updateStatus. */
final class StatefulSetStatus {
  private final ControlPlane plane;

  StatefulSetStatus(ControlPlane plane) {
    this.plane = plane;
  }

  void write(Key key, ObjectNode set, Revision current, Revision update, Work work) {
    String uid = new Meta(set).uid();
    Duration minimum = Duration.ofSeconds(set.path("spec").path("minReadySeconds").asLong());
    Instant now = plane.now();
    List<Pod> pods =
        plane.view().podsControlledBy(uid).stream().filter(pod -> !pod.isFinished()).toList();
    long ready = pods.stream().filter(Pod::isReady).count();
    long available = pods.stream().filter(pod -> pod.isAvailable(minimum, now)).count();
    plane.change(
        key,
        uid,
        object -> {
          ObjectNode status = object.withObjectProperty("status");
          status.put("observedGeneration", new Meta(set).generation());
          status.put("replicas", pods.size());
          ReplicaSetController.putOrRemove(status, "readyReplicas", ready);
          status.put("availableReplicas", (int) available);
          ReplicaSetController.putOrRemove(status, "currentReplicas", count(pods, current));
          ReplicaSetController.putOrRemove(status, "updatedReplicas", count(pods, update));
          status.put("currentRevision", current.name());
          status.put("updateRevision", update.name());
          status.put("collisionCount", 0);
          complete(object);
        });
    if (ready > available) {
      work.after(minimum.plusSeconds(1), key);
    }
  }

  private static long count(List<Pod> pods, Revision revision) {
    return pods.stream()
        .filter(pod -> !pod.isTerminating())
        .filter(pod -> StatefulPods.revision(pod).equals(revision.name()))
        .count();
  }

  /** completeRollingUpdate: once every pod is new and ready, the update is what is current. */
  private static void complete(ObjectNode set) {
    JsonNode spec = set.path("spec");
    ObjectNode status = set.withObjectProperty("status");
    int replicas = spec.path("replicas").asInt(1);
    boolean rolling = !spec.path("updateStrategy").path("type").asText().equals("OnDelete");
    if (rolling
        && status.path("updatedReplicas").asInt() == replicas
        && status.path("readyReplicas").asInt() == replicas) {
      ReplicaSetController.putOrRemove(status, "currentReplicas", replicas);
      status.set("currentRevision", status.path("updateRevision"));
    }
  }
}
