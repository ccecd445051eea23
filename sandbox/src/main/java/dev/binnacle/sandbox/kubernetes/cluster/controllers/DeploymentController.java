package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.List;
import java.util.Optional;

/**
 * Brings each Deployment to its template, by the strategy that it names. Source: kubernetes
 * pkg/controller/deployment/{deployment_controller,rolling,recreate}.go.
 */
public final class DeploymentController implements Controller {
  private final ControlPlane plane;
  private final PodClaims claims;
  private final DeploymentRevisions revisions;
  private final DeploymentScaling scaling;
  private final DeploymentStatus status;

  public DeploymentController(ControlPlane plane) {
    this.plane = plane;
    this.claims = new PodClaims(plane);
    this.revisions = new DeploymentRevisions(plane);
    this.scaling = new DeploymentScaling(plane);
    this.status = new DeploymentStatus(plane);
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.DEPLOYMENTS)) {
      work.now(observation.key());
    } else if (observation.isOf(ResourceTypes.REPLICA_SETS)) {
      new PodOwners(plane.view(), ResourceTypes.DEPLOYMENTS).of(observation).forEach(work::now);
    } else if (observation.isOf(ResourceTypes.PODS) && observation.isDeletion()) {
      // A Recreate waits for the last old pod.
      new Pod(observation.object())
          .controller()
          .flatMap(set -> plane.view().owner(set))
          .flatMap(set -> new Meta(set).controller())
          .flatMap(owner -> plane.view().byUid(owner.uid()))
          .filter(key -> key.type().equals(ResourceTypes.DEPLOYMENTS))
          .ifPresent(work::now);
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    plane.view().get(key).ifPresent(deployment -> reconcile(key, deployment, work));
  }

  private void reconcile(Key key, ObjectNode deployment, Work work) {
    List<ReplicaSetView> sets =
        claims
            .objects(
                deployment,
                LabelSelector.of(deployment.path("spec").path("selector")),
                ResourceTypes.REPLICA_SETS)
            .stream()
            .map(ReplicaSetView::new)
            .sorted(ReplicaSetView.OLDEST_FIRST)
            .toList();
    if (!new Meta(deployment).isTerminating() && !isPaused(deployment)) {
      advance(deployment, sets);
    } else if (!new Meta(deployment).isTerminating()) {
      scaling.scale(deployment, sets, revisions.current(deployment, sets));
    }
    List<ReplicaSetView> after = reload(deployment);
    status.write(key, after, revisions.current(deployment, after), work);
  }

  private void advance(ObjectNode deployment, List<ReplicaSetView> sets) {
    Optional<ReplicaSetView> current = revisions.sync(deployment, sets);
    if (scaling.isScaled(deployment, sets)) {
      scaling.scale(deployment, sets, current);
    } else if (isRecreate(deployment)) {
      recreate(deployment, sets, current);
    } else {
      roll(deployment, sets, current);
    }
  }

  private void roll(
      ObjectNode deployment, List<ReplicaSetView> sets, Optional<ReplicaSetView> known) {
    RolloutArithmetic arithmetic = RolloutArithmetic.of(deployment);
    int total = ReplicaSetView.sum(sets, ReplicaSetView::wanted);
    ReplicaSetView current =
        known.orElseGet(() -> revisions.create(deployment, sets, arithmetic.newSize(0, total)));
    int size = arithmetic.newSize(current.wanted(), total);
    if (known.isPresent() && size != current.wanted()) {
      scaling.resize(deployment, current, size);
      return;
    }
    List<ReplicaSetView> old = revisions.others(sets, current);
    if (known.isEmpty() || scaling.shrinkOld(deployment, arithmetic, old, current)) {
      return;
    }
    if (status.isComplete(deployment, sets, current)) {
      revisions.forgetOldest(deployment, old);
    }
  }

  private void recreate(
      ObjectNode deployment, List<ReplicaSetView> sets, Optional<ReplicaSetView> known) {
    List<ReplicaSetView> old = known.map(current -> revisions.others(sets, current)).orElse(sets);
    boolean shrunk = false;
    for (ReplicaSetView set : old) {
      if (set.wanted() > 0) {
        scaling.resize(deployment, set, 0);
        shrunk = true;
      }
    }
    if (shrunk || isAnyRunning(old)) {
      return;
    }
    int replicas = RolloutArithmetic.of(deployment).replicas();
    if (known.isEmpty()) {
      revisions.create(deployment, sets, replicas);
    } else if (known.get().wanted() != replicas) {
      scaling.resize(deployment, known.get(), replicas);
    } else if (status.isComplete(deployment, sets, known.get())) {
      revisions.forgetOldest(deployment, old);
    }
  }

  /** Also those that terminate still run. */
  private boolean isAnyRunning(List<ReplicaSetView> old) {
    return old.stream()
        .flatMap(set -> plane.view().podsControlledBy(set.meta().uid()).stream())
        .anyMatch(pod -> !pod.isFinished());
  }

  private List<ReplicaSetView> reload(ObjectNode deployment) {
    return plane.store().list(ResourceTypes.REPLICA_SETS, new Meta(deployment).namespace()).stream()
        .filter(set -> new Meta(set).isControlledBy(new Meta(deployment).uid()))
        .map(ReplicaSetView::new)
        .sorted(ReplicaSetView.OLDEST_FIRST)
        .toList();
  }

  static boolean isPaused(ObjectNode deployment) {
    return deployment.path("spec").path("paused").asBoolean();
  }

  private static boolean isRecreate(ObjectNode deployment) {
    return deployment.path("spec").path("strategy").path("type").asText().equals("Recreate");
  }
}
