package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.GeneratedNames;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Keeps as many pods as each ReplicaSet wants. Source: kubernetes
 * pkg/controller/replicaset/replica_set.go.
 */
public final class ReplicaSetController implements Controller {
  private final ControlPlane plane;
  private final PodClaims claims;
  private final PodCreation creation;
  private final RandomGenerator random;

  public ReplicaSetController(ControlPlane plane, RandomGenerator random) {
    this.plane = plane;
    this.claims = new PodClaims(plane);
    this.creation = new PodCreation(plane, "replicaset-controller");
    this.random = random;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.REPLICA_SETS)) {
      work.now(observation.key());
    } else if (observation.isOf(ResourceTypes.PODS)) {
      new PodOwners(plane.view(), ResourceTypes.REPLICA_SETS).of(observation).forEach(work::now);
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    plane.view().get(key).ifPresent(set -> reconcile(key, set, work));
  }

  private void reconcile(Key key, ObjectNode set, Work work) {
    LabelSelector selector = LabelSelector.of(set.path("spec").path("selector"));
    List<Pod> pods =
        claims.pods(set, selector, ResourceTypes.PODS).stream().filter(Pod::isActive).toList();
    boolean failed = false;
    if (!new Meta(set).isTerminating()) {
      int wanted = set.path("spec").path("replicas").asInt(1);
      for (int missing = wanted - pods.size(); missing > 0 && !failed; missing--) {
        failed = !createOne(set);
      }
      if (pods.size() > wanted) {
        DeletionOrder.sort(pods, siblings(set)).stream()
            .limit(pods.size() - wanted)
            .forEach(pod -> creation.delete(set, pod));
      }
    }
    writeStatus(key, set, pods, failed, work);
  }

  private boolean createOne(ObjectNode set) {
    String name = new Meta(set).name() + "-" + GeneratedNames.suffix(random);
    ObjectNode pod = PodTemplate.of(set).instantiate(set, name);
    pod.withObjectProperty("metadata").put("generateName", new Meta(set).name() + "-");
    return creation.create(set, pod);
  }

  /** The active pods of all ReplicaSets with the same owner: those of one Deployment. */
  private List<Pod> siblings(ObjectNode set) {
    return new Meta(set)
        .controller().stream()
            .flatMap(
                owner -> plane.view().controlled(ResourceTypes.REPLICA_SETS, owner.uid()).stream())
            .flatMap(other -> plane.view().podsControlledBy(new Meta(other).uid()).stream())
            .toList();
  }

  private void writeStatus(Key key, ObjectNode set, List<Pod> pods, boolean failed, Work work) {
    Duration minimum = Duration.ofSeconds(set.path("spec").path("minReadySeconds").asLong());
    Instant now = plane.now();
    Map<String, String> labels = PodTemplate.of(set).labels();
    long labelled =
        pods.stream().filter(pod -> pod.labels().entrySet().containsAll(labels.entrySet())).count();
    long ready = pods.stream().filter(Pod::isReady).count();
    long available = pods.stream().filter(pod -> pod.isAvailable(minimum, now)).count();
    plane.change(
        key,
        new Meta(set).uid(),
        object -> {
          ObjectNode status = object.withObjectProperty("status");
          status.put("replicas", pods.size());
          putOrRemove(status, "fullyLabeledReplicas", labelled);
          putOrRemove(status, "readyReplicas", ready);
          putOrRemove(status, "availableReplicas", available);
          status.put("observedGeneration", new Meta(set).generation());
          writeFailure(object, failed, now);
        });
    if (ready > available) {
      work.after(minimum.plusSeconds(1), key);
    }
    if (failed) {
      work.after(Duration.ofSeconds(5), key);
    }
  }

  private static void writeFailure(ObjectNode set, boolean failed, Instant now) {
    if (failed) {
      new Conditions(set)
          .put(
              Condition.isTrue(
                  "ReplicaFailure", "FailedCreate", "pods may not be created in this namespace"),
              now);
    } else {
      new Conditions(set).remove("ReplicaFailure");
    }
  }

  /** Counts of zero are left out, as omitempty has it. */
  static void putOrRemove(ObjectNode status, String field, long count) {
    if (count == 0) {
      status.remove(field);
    } else {
      status.put(field, (int) count);
    }
  }
}
