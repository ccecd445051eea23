package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.ControllerRevisions.Revision;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps the numbered pods of each StatefulSet, one after the other or all at once. Source:
 * kubernetes pkg/controller/statefulset/stateful_set_control.go.
 */
public final class StatefulSetController implements Controller {
  private final ControlPlane plane;
  private final PodClaims claims;
  private final PodCreation creation;
  private final ControllerRevisions revisions;
  private final StatefulSetStatus status;

  public StatefulSetController(ControlPlane plane) {
    this.plane = plane;
    this.claims = new PodClaims(plane);
    this.creation = new PodCreation(plane, "statefulset-controller");
    this.revisions = new ControllerRevisions(plane);
    this.status = new StatefulSetStatus(plane);
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.STATEFUL_SETS)) {
      work.now(observation.key());
    } else if (observation.isOf(ResourceTypes.PODS)) {
      new PodOwners(plane.view(), ResourceTypes.STATEFUL_SETS).of(observation).forEach(work::now);
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    plane.view().get(key).ifPresent(set -> reconcile(key, set, work));
  }

  private void reconcile(Key key, ObjectNode set, Work work) {
    List<Pod> owned =
        claims.pods(set, LabelSelector.of(set.path("spec").path("selector")), ResourceTypes.PODS);
    Revision update = revisions.sync(set);
    Revision current =
        revisions.named(set, set.path("status").path("currentRevision").asText()).orElse(update);
    TreeMap<Integer, Pod> pods = new TreeMap<>();
    owned.forEach(pod -> StatefulPods.ordinal(set, pod).ifPresent(n -> pods.put(n, pod)));
    if (!new Meta(set).isTerminating()) {
      new Pass(set, pods, current, update).run();
    }
    status.write(key, set, current, update, work);
    revisions.forgetOldest(set, List.of(current.name(), update.name()));
  }

  /** One look at one set: at most one step when the pods are managed in order. */
  private final class Pass {
    private final ObjectNode set;
    private final TreeMap<Integer, Pod> pods;
    private final Revision current;
    private final Revision update;
    private final boolean inOrder;
    private final int first;
    private final int end;

    Pass(ObjectNode set, TreeMap<Integer, Pod> pods, Revision current, Revision update) {
      this.set = set;
      this.pods = pods;
      this.current = current;
      this.update = update;
      JsonNode spec = set.path("spec");
      this.inOrder = !spec.path("podManagementPolicy").asText().equals("Parallel");
      this.first = spec.path("ordinals").path("start").asInt(0);
      this.end = first + spec.path("replicas").asInt(1);
    }

    void run() {
      if (createAndWait() && removeSurplus()) {
        updateOne();
      }
    }

    /** Whether every wanted pod is there, and none holds the next one up. */
    private boolean createAndWait() {
      boolean allThere = true;
      for (int ordinal = first; ordinal < end; ordinal++) {
        Optional<Pod> pod = Optional.ofNullable(pods.get(ordinal));
        if (pod.isEmpty()) {
          create(ordinal);
          allThere = false;
        } else if (pod.get().isFinished()) {
          // It comes back under the same name once it is gone.
          plane.delete(ControlPlane.keyOf(pod.get()));
          allThere = false;
        } else if (pod.get().isTerminating() || !isHealthy(pod.get())) {
          allThere &= !inOrder;
        }
        if (!allThere && inOrder) {
          return false;
        }
      }
      return allThere;
    }

    /** Takes pods beyond the wanted number away, the highest first. */
    private boolean removeSurplus() {
      boolean nothingLeft = true;
      List<Pod> surplus =
          pods.entrySet().stream()
              .filter(entry -> entry.getKey() < first || entry.getKey() >= end)
              .sorted(Comparator.comparing(entry -> -entry.getKey()))
              .map(Map.Entry::getValue)
              .toList();
      for (Pod pod : surplus) {
        nothingLeft = false;
        if (!pod.isTerminating()) {
          creation.delete(set, pod);
        }
        if (inOrder) {
          return false;
        }
      }
      return nothingLeft;
    }

    /** Replaces the highest pod of an old revision, once all above it are healthy. */
    private void updateOne() {
      JsonNode strategy = set.path("spec").path("updateStrategy");
      if (strategy.path("type").asText().equals("OnDelete")) {
        return;
      }
      int partition = strategy.path("rollingUpdate").path("partition").asInt(0);
      for (int ordinal = end - 1; ordinal >= first + partition; ordinal--) {
        Pod pod = pods.get(ordinal);
        if (pod == null) {
          return;
        }
        if (!StatefulPods.revision(pod).equals(update.name()) && !pod.isTerminating()) {
          creation.delete(set, pod);
          return;
        }
        if (!isHealthy(pod)) {
          return;
        }
      }
    }

    private void create(int ordinal) {
      Revision revision = isOldWanted(ordinal) ? current : update;
      StatefulPods.claims(set, ordinal).forEach(this::createClaim);
      creation.create(set, StatefulPods.pod(set, revision, ordinal));
    }

    private void createClaim(ObjectNode claim) {
      Key key = ControlPlane.keyOf(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, claim);
      if (plane.store().get(key).isEmpty()) {
        plane.create(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, claim);
      }
    }

    /** isCurrentRevisionNeeded: only below the partition, which is 0 when it is not given. */
    private boolean isOldWanted(int ordinal) {
      JsonNode strategy = set.path("spec").path("updateStrategy");
      int partition = strategy.path("rollingUpdate").path("partition").asInt(0);
      return !strategy.path("type").asText().equals("OnDelete") && ordinal < first + partition;
    }

    private boolean isHealthy(Pod pod) {
      return pod.phase().equals("Running") && pod.isReady() && !pod.isTerminating();
    }
  }
}
