package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Changes the sizes of a Deployment's ReplicaSets. Source: kubernetes
 * pkg/controller/deployment/{sync,rolling}.go.
 */
final class DeploymentScaling {
  private static final Source SOURCE = new Source("deployment-controller");

  private final ControlPlane plane;

  DeploymentScaling(ControlPlane plane) {
    this.plane = plane;
  }

  /** Whether spec.replicas was changed since the sets were sized last (isScalingEvent). */
  boolean isScaled(ObjectNode deployment, List<ReplicaSetView> sets) {
    int replicas = RolloutArithmetic.of(deployment).replicas();
    return sets.stream()
        .anyMatch(set -> set.wanted() > 0 && set.desired() >= 0 && set.desired() != replicas);
  }

  /** Follows spec.replicas; in the middle of a rollout each set takes its share. */
  void scale(ObjectNode deployment, List<ReplicaSetView> sets, Optional<ReplicaSetView> current) {
    RolloutArithmetic arithmetic = RolloutArithmetic.of(deployment);
    List<ReplicaSetView> active = sets.stream().filter(set -> set.wanted() > 0).toList();
    if (active.size() <= 1) {
      activeOrLatest(active, sets, current)
          .ifPresent(set -> resize(deployment, set, arithmetic.replicas()));
    } else if (current.isPresent() && isSaturated(current.get(), arithmetic)) {
      active.stream()
          .filter(set -> !set.name().equals(current.get().name()))
          .forEach(set -> resize(deployment, set, 0));
    } else {
      scaleProportionally(deployment, arithmetic, active);
    }
  }

  private static Optional<ReplicaSetView> activeOrLatest(
      List<ReplicaSetView> active, List<ReplicaSetView> sets, Optional<ReplicaSetView> current) {
    if (active.size() == 1) {
      return Optional.of(active.getFirst());
    }
    return current.or(() -> sets.isEmpty() ? Optional.empty() : Optional.of(sets.getLast()));
  }

  private static boolean isSaturated(ReplicaSetView set, RolloutArithmetic arithmetic) {
    return set.wanted() == arithmetic.replicas()
        && set.desired() == arithmetic.replicas()
        && set.available() == arithmetic.replicas();
  }

  private void scaleProportionally(
      ObjectNode deployment, RolloutArithmetic arithmetic, List<ReplicaSetView> active) {
    int allowed = arithmetic.replicas() > 0 ? arithmetic.maximum() : 0;
    int toAdd = allowed - ReplicaSetView.sum(active, ReplicaSetView::wanted);
    Comparator<ReplicaSetView> largest =
        Comparator.comparing((ReplicaSetView set) -> -set.wanted());
    Comparator<ReplicaSetView> order =
        toAdd > 0
            ? largest.thenComparing(ReplicaSetView.OLDEST_FIRST.reversed())
            : largest.thenComparing(ReplicaSetView.OLDEST_FIRST);
    List<ReplicaSetView> ordered = new ArrayList<>(active);
    ordered.sort(order);
    int added = 0;
    List<Integer> sizes = new ArrayList<>();
    for (ReplicaSetView set : ordered) {
      int share = share(deployment, arithmetic, set, toAdd, toAdd - added);
      added += share;
      sizes.add(set.wanted() + share);
    }
    sizes.set(0, Math.max(0, sizes.getFirst() + toAdd - added));
    for (int i = 0; i < ordered.size(); i++) {
      resize(deployment, ordered.get(i), sizes.get(i));
    }
  }

  /** GetProportion and getReplicaSetFraction. */
  private static int share(
      ObjectNode deployment,
      RolloutArithmetic arithmetic,
      ReplicaSetView set,
      int toAdd,
      int rest) {
    if (toAdd == 0) {
      return 0;
    }
    int before =
        set.maximum() > 0 ? set.maximum() : deployment.path("status").path("replicas").asInt();
    int fraction =
        arithmetic.replicas() == 0 || before == 0
            ? -set.wanted()
            : (int) Math.round((double) set.wanted() * arithmetic.maximum() / before)
                - set.wanted();
    return toAdd > 0 ? Math.min(fraction, rest) : Math.max(fraction, rest);
  }

  /**
   * Takes from the old sets what the budget of unavailable pods allows, unhealthy pods first.
   *
   * @return whether anything was taken
   */
  boolean shrinkOld(
      ObjectNode deployment,
      RolloutArithmetic arithmetic,
      List<ReplicaSetView> old,
      ReplicaSetView current) {
    int oldWanted = ReplicaSetView.sum(old, ReplicaSetView::wanted);
    if (oldWanted == 0) {
      return false;
    }
    int newUnavailable = current.wanted() - current.available();
    int budget = oldWanted + current.wanted() - arithmetic.minimumAvailable() - newUnavailable;
    if (budget <= 0) {
      return false;
    }
    int healthy =
        ReplicaSetView.sum(old, ReplicaSetView::available)
            + current.available()
            - arithmetic.minimumAvailable();
    int unhealthyTaken = 0;
    int healthyTaken = 0;
    for (ReplicaSetView set : old) {
      int sick = Math.min(budget - unhealthyTaken, Math.max(0, set.wanted() - set.available()));
      unhealthyTaken += sick;
      int well = Math.max(0, Math.min(set.wanted() - sick, healthy - healthyTaken));
      healthyTaken += well;
      if (sick + well > 0) {
        resize(deployment, set, set.wanted() - sick - well);
      }
    }
    return unhealthyTaken + healthyTaken > 0;
  }

  /** Sets a size, and what the Deployment wanted at that time. */
  void resize(ObjectNode deployment, ReplicaSetView set, int size) {
    RolloutArithmetic arithmetic = RolloutArithmetic.of(deployment);
    plane.change(
        set.key(),
        set.meta().uid(),
        object -> {
          object.withObjectProperty("spec").put("replicas", size);
          new Meta(object)
              .putAnnotation(ReplicaSetView.DESIRED, Integer.toString(arithmetic.replicas()))
              .putAnnotation(ReplicaSetView.MAXIMUM, Integer.toString(arithmetic.maximum()));
        });
    if (size != set.wanted()) {
      plane
          .events()
          .normal(
              deployment,
              SOURCE,
              "ScalingReplicaSet",
              "Scaled %s replica set %s from %d to %d"
                  .formatted(size > set.wanted() ? "up" : "down", set.name(), set.wanted(), size));
    }
  }
}
