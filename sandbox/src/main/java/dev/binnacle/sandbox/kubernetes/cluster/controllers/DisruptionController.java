package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.OwnerReference;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps the status of each PodDisruptionBudget, which is what evictions are decided by. Source:
 * kubernetes pkg/controller/disruption/disruption.go.
 */
public final class DisruptionController implements Controller {
  private static final Source SOURCE = new Source("controllermanager");

  /** How long an accepted eviction is counted while its pod does not go (DeletionTimeout). */
  private static final Duration BELIEVED = Duration.ofMinutes(2);

  private final ControlPlane plane;

  public DisruptionController(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.POD_DISRUPTION_BUDGETS)) {
      work.now(observation.key());
    } else if (observation.isOf(ResourceTypes.PODS)) {
      queue(observation, work);
    } else if (isScaled(observation)) {
      queueAll(observation.key().namespace(), work);
    }
  }

  private static boolean isScaled(Observation observation) {
    boolean workload =
        observation.isOf(ResourceTypes.DEPLOYMENTS)
            || observation.isOf(ResourceTypes.REPLICA_SETS)
            || observation.isOf(ResourceTypes.STATEFUL_SETS);
    return workload
        && observation
            .before()
            .filter(before -> replicas(before) == replicas(observation.object()))
            .isEmpty();
  }

  private void queue(Observation observation, Work work) {
    Map<String, String> labels = new Meta(observation.object()).labels();
    String namespace = observation.key().namespace();
    for (ObjectNode budget : plane.view().all(ResourceTypes.POD_DISRUPTION_BUDGETS, namespace)) {
      boolean matched =
          observation.before().filter(b -> selects(budget, new Meta(b).labels())).isPresent();
      if (matched || selects(budget, labels)) {
        work.now(ControlPlane.keyOf(ResourceTypes.POD_DISRUPTION_BUDGETS, budget));
      }
    }
  }

  private void queueAll(String namespace, Work work) {
    plane
        .view()
        .all(ResourceTypes.POD_DISRUPTION_BUDGETS, namespace)
        .forEach(b -> work.now(ControlPlane.keyOf(ResourceTypes.POD_DISRUPTION_BUDGETS, b)));
  }

  @Override
  public void reconcile(Key key, Work work) {
    plane.view().get(key).ifPresent(budget -> reconcile(key, budget, work));
  }

  private void reconcile(Key key, ObjectNode budget, Work work) {
    if (plane.troubles().areBudgetsUnobserved()) {
      plane.change(key, DisruptionController::forget);
      return;
    }
    LabelSelector selector = LabelSelector.of(budget.path("spec").path("selector"));
    List<Pod> pods =
        plane.view().pods(key.namespace(), selector).stream()
            .filter(pod -> !pod.isFinished())
            .toList();
    if (pods.isEmpty()) {
      plane.events().normal(budget, SOURCE, "NoPods", "No matching pods found");
    }
    int scale = scale(pods);
    // The pods evicted meanwhile are read from the object as it is when it is written.
    plane
        .change(key, new Meta(budget).uid(), object -> writeStatus(object, pods, scale))
        .filter(object -> !object.path("status").path("disruptedPods").isEmpty())
        .ifPresent(object -> work.after(BELIEVED.plusSeconds(1), key));
  }

  /** As if the budget had been changed just now, after the last look at it. */
  private static void forget(ObjectNode budget) {
    budget
        .withObjectProperty("status")
        .put("observedGeneration", new Meta(budget).generation() - 1);
  }

  private void writeStatus(ObjectNode budget, List<Pod> pods, int scale) {
    Instant now = plane.now();
    Map<String, Instant> disrupted = stillDisrupted(budget, pods, now);
    long healthy =
        pods.stream()
            .filter(pod -> !pod.isTerminating() && pod.isReady())
            .filter(pod -> !disrupted.containsKey(pod.name()))
            .count();
    DisruptionArithmetic numbers =
        DisruptionArithmetic.of(budget.path("spec"), pods.size(), scale, (int) healthy);
    ObjectNode status = budget.withObjectProperty("status");
    status.remove("disruptedPods");
    disrupted.forEach((pod, when) ->
        status.withObjectProperty("disruptedPods").put(pod, Timestamps.seconds(when)));
    status.put("currentHealthy", numbers.currentHealthy());
    status.put("desiredHealthy", numbers.desiredHealthy());
    status.put("disruptionsAllowed", numbers.disruptionsAllowed());
    status.put("expectedPods", numbers.expectedPods());
    status.put("observedGeneration", new Meta(budget).generation());
    ObjectNode condition =
        new Conditions(budget)
            .put(
                numbers.disruptionsAllowed() > 0
                    ? Condition.isTrue("DisruptionAllowed", "SufficientPods", "")
                    : Condition.isFalse("DisruptionAllowed", "InsufficientPods", ""),
                now);
    condition.put("observedGeneration", new Meta(budget).generation());
    condition.put("message", "");
  }

  /** Evicted pods whose deletion has not shown up yet; counted for two minutes. */
  private static Map<String, Instant> stillDisrupted(
      ObjectNode budget, List<Pod> pods, Instant now) {
    Map<String, Instant> still = new TreeMap<>();
    Map<String, Instant> claimed = new TreeMap<>();
    budget
        .path("status")
        .path("disruptedPods")
        .properties()
        .forEach(e -> Timestamps.read(e.getValue()).ifPresent(t -> claimed.put(e.getKey(), t)));
    for (Pod pod : pods) {
      Instant when = claimed.get(pod.name());
      if (when != null && !pod.isTerminating() && when.plus(BELIEVED).isAfter(now)) {
        still.put(pod.name(), when);
      }
    }
    return still;
  }

  /** What the controllers of these pods want, each counted once; pods without one add nothing. */
  private int scale(List<Pod> pods) {
    Set<String> counted = new HashSet<>();
    int sum = 0;
    for (Pod pod : pods) {
      Optional<ObjectNode> scaled = pod.controller().flatMap(this::scaledBy);
      if (scaled.isPresent() && counted.add(new Meta(scaled.get()).uid())) {
        sum += replicas(scaled.get());
      }
    }
    return sum;
  }

  /** The Deployment above a ReplicaSet, else the controller itself. */
  private Optional<ObjectNode> scaledBy(OwnerReference controller) {
    Optional<ObjectNode> owner = plane.view().owner(controller);
    return owner
        .flatMap(object -> new Meta(object).controller())
        .filter(above -> above.kind().equals("Deployment"))
        .flatMap(above -> plane.view().owner(above))
        .or(() -> owner.filter(object -> object.path("spec").has("replicas")));
  }

  private static int replicas(ObjectNode workload) {
    return workload.path("spec").path("replicas").asInt(1);
  }

  private static boolean selects(ObjectNode budget, Map<String, String> labels) {
    return LabelSelector.of(budget.path("spec").path("selector")).matches(labels);
  }
}
