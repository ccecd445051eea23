package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes a Deployment's status. Source: kubernetes pkg/controller/deployment/{progress,sync}.go.
 */
final class DeploymentStatus {
  private static final String PROGRESSING = "Progressing";
  private static final String FINISHED = "NewReplicaSetAvailable";
  private static final String TIMED_OUT = "ProgressDeadlineExceeded";
  private static final String PAUSED = "DeploymentPaused";
  private static final int DEADLINE_SECONDS = 600;
  private static final int NO_DEADLINE = Integer.MAX_VALUE;

  private final ControlPlane plane;

  DeploymentStatus(ControlPlane plane) {
    this.plane = plane;
  }

  /** Counts, conditions, and the generation that was looked at. */
  void write(Key key, List<ReplicaSetView> sets, Optional<ReplicaSetView> current, Work work) {
    plane
        .change(key, deployment -> write(deployment, sets, current))
        .flatMap(this::untilDeadline)
        .ifPresent(wait -> work.after(wait, key));
  }

  /** Whether all pods are new and available. */
  boolean isComplete(ObjectNode deployment, List<ReplicaSetView> sets, ReplicaSetView current) {
    int replicas = RolloutArithmetic.of(deployment).replicas();
    return current.replicas() == replicas
        && current.available() == replicas
        && ReplicaSetView.sum(sets, ReplicaSetView::replicas) == replicas;
  }

  private void write(
      ObjectNode deployment, List<ReplicaSetView> sets, Optional<ReplicaSetView> current) {
    ObjectNode status = deployment.withObjectProperty("status");
    ObjectNode before = status.deepCopy();
    int available = ReplicaSetView.sum(sets, ReplicaSetView::available);
    int wanted = ReplicaSetView.sum(sets, ReplicaSetView::wanted);
    status.put("observedGeneration", new Meta(deployment).generation());
    count(status, "replicas", ReplicaSetView.sum(sets, ReplicaSetView::replicas));
    count(status, "updatedReplicas", current.map(ReplicaSetView::replicas).orElse(0));
    count(status, "readyReplicas", ReplicaSetView.sum(sets, ReplicaSetView::ready));
    count(status, "availableReplicas", available);
    count(status, "unavailableReplicas", Math.max(0, wanted - available));
    RolloutArithmetic arithmetic = RolloutArithmetic.of(deployment);
    put(
        deployment,
        available >= arithmetic.minimumAvailable()
            ? Condition.isTrue(
                "Available", "MinimumReplicasAvailable", "Deployment has minimum availability.")
            : Condition.isFalse(
                "Available",
                "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability."));
    progress(deployment, before, sets, current);
    failure(deployment, sets);
  }

  private void progress(
      ObjectNode deployment,
      ObjectNode before,
      List<ReplicaSetView> sets,
      Optional<ReplicaSetView> current) {
    Conditions conditions = new Conditions(deployment);
    if (deadline(deployment) == NO_DEADLINE) {
      conditions.remove(PROGRESSING);
      return;
    }
    String reason = conditions.reason(PROGRESSING);
    if (DeploymentController.isPaused(deployment)) {
      if (!reason.equals(PAUSED)) {
        put(deployment, Condition.unknown(PROGRESSING, PAUSED, "Deployment is paused"));
      }
      return;
    }
    if (reason.equals(PAUSED)) {
      put(deployment, Condition.unknown(PROGRESSING, "DeploymentResumed", "Deployment is resumed"));
    }
    if (current.isEmpty()) {
      return;
    }
    String name = "ReplicaSet \"%s\"".formatted(current.get().name());
    boolean finished = reason.equals(FINISHED) && isSettled(deployment);
    if (isComplete(deployment, sets, current.get())) {
      Condition done =
          Condition.isTrue(PROGRESSING, FINISHED, name + " has successfully progressed.");
      if (!finished || !isSaid(conditions, done)) {
        put(deployment, done);
      }
    } else if (!finished && hasProgressed(deployment, before, reason)) {
      put(
          deployment,
          Condition.isTrue(PROGRESSING, "ReplicaSetUpdated", name + " is progressing."));
    } else if (!finished && isLate(deployment)) {
      put(
          deployment,
          Condition.isFalse(PROGRESSING, TIMED_OUT, name + " has timed out progressing."));
    }
  }

  /** A finished rollout whose pods come and go is still finished (isCompleteDeployment). */
  private static boolean isSettled(ObjectNode deployment) {
    JsonNode status = deployment.path("status");
    return status.path("replicas").asInt() == status.path("updatedReplicas").asInt();
  }

  private static boolean isSaid(Conditions conditions, Condition condition) {
    return conditions
        .find(condition.type())
        .filter(entry -> entry.path("message").asText().equals(condition.message()))
        .isPresent();
  }

  private static boolean hasProgressed(ObjectNode deployment, ObjectNode before, String reason) {
    JsonNode status = deployment.path("status");
    int old = before.path("replicas").asInt() - before.path("updatedReplicas").asInt();
    int oldNow = status.path("replicas").asInt() - status.path("updatedReplicas").asInt();
    return reason.isEmpty()
        || before.path("observedGeneration").asLong() != status.path("observedGeneration").asLong()
        || grew("updatedReplicas", before, status)
        || grew("readyReplicas", before, status)
        || grew("availableReplicas", before, status)
        || oldNow < old;
  }

  private static boolean grew(String field, JsonNode before, JsonNode now) {
    return now.path(field).asInt() > before.path(field).asInt();
  }

  private boolean isLate(ObjectNode deployment) {
    if (new Conditions(deployment).reason(PROGRESSING).equals(TIMED_OUT)) {
      return false;
    }
    return untilDeadline(deployment).filter(wait -> !wait.isPositive()).isPresent();
  }

  /** How long the rollout may still show no progress; empty when it waits for none. */
  private Optional<Duration> untilDeadline(ObjectNode deployment) {
    Conditions conditions = new Conditions(deployment);
    String reason = conditions.reason(PROGRESSING);
    if (reason.equals(TIMED_OUT)
        || reason.equals(FINISHED)
        || reason.equals(PAUSED)
        || deadline(deployment) == NO_DEADLINE) {
      return Optional.empty();
    }
    return conditions
        .find(PROGRESSING)
        .flatMap(entry -> Timestamps.read(entry.path("lastUpdateTime")))
        .map(last -> last.plusSeconds(deadline(deployment)))
        .map(due -> Duration.between(plane.now(), due));
  }

  private static int deadline(ObjectNode deployment) {
    return deployment.path("spec").path("progressDeadlineSeconds").asInt(DEADLINE_SECONDS);
  }

  private void failure(ObjectNode deployment, List<ReplicaSetView> sets) {
    for (ReplicaSetView set : sets) {
      Optional<ObjectNode> failure = new Conditions(set.json()).find("ReplicaFailure");
      if (failure.isPresent()) {
        put(
            deployment,
            Condition.isTrue(
                "ReplicaFailure",
                failure.get().path("reason").asText(),
                failure.get().path("message").asText()));
        return;
      }
    }
    new Conditions(deployment).remove("ReplicaFailure");
  }

  private void put(ObjectNode deployment, Condition condition) {
    Conditions conditions = new Conditions(deployment);
    boolean same =
        conditions.status(condition.type()).equals(condition.status())
            && conditions.reason(condition.type()).equals(condition.reason())
            && isSaid(conditions, condition);
    if (same && !condition.reason().equals("ReplicaSetUpdated")) {
      return;
    }
    Instant now = plane.now();
    conditions.put(condition, now).put("lastUpdateTime", Timestamps.seconds(now));
  }

  private static void count(ObjectNode status, String field, int count) {
    ReplicaSetController.putOrRemove(status, field, count);
  }
}
