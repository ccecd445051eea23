package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.OwnerReference;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ReplicaSets of a Deployment as its revisions. A set whose template is the wanted one again
 * gets the next number, so going back is a new revision too. Source: kubernetes
 * pkg/controller/deployment/sync.go (getNewReplicaSet), util/deployment_util.go.
 */
final class DeploymentRevisions {
  private static final Source SOURCE = new Source("deployment-controller");
  private static final String HISTORY = "deployment.kubernetes.io/revision-history";
  private static final int KEPT = 10;

  /** Annotations of the Deployment that its ReplicaSets do not take over. */
  private static final Set<String> NOT_COPIED =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          ReplicaSetView.REVISION,
          HISTORY,
          ReplicaSetView.DESIRED,
          ReplicaSetView.MAXIMUM,
          "deprecated.deployment.rollback.to");

  private final ControlPlane plane;

  DeploymentRevisions(ControlPlane plane) {
    this.plane = plane;
  }

  /** The set that has the wanted template; the oldest, should there be several. */
  Optional<ReplicaSetView> current(ObjectNode deployment, List<ReplicaSetView> sets) {
    PodTemplate wanted = PodTemplate.of(deployment);
    return sets.stream().filter(set -> set.template().isSameAs(wanted)).findFirst();
  }

  List<ReplicaSetView> others(List<ReplicaSetView> sets, ReplicaSetView current) {
    return sets.stream().filter(set -> !set.name().equals(current.name())).toList();
  }

  /** Numbers the current set as the newest, and the Deployment with it. */
  Optional<ReplicaSetView> sync(ObjectNode deployment, List<ReplicaSetView> sets) {
    Optional<ReplicaSetView> current = current(deployment, sets);
    if (current.isEmpty()) {
      return current;
    }
    long next = newest(others(sets, current.get())) + 1;
    ReplicaSetView set = current.get();
    if (set.revision() < next) {
      plane.change(set.key(), set.meta().uid(), object -> renumber(object, set, next));
    }
    plane.change(
        set.key(), set.meta().uid(), object -> copyAnnotations(deployment, new Meta(object)));
    number(deployment, Math.max(next, set.revision()));
    return plane.store().get(set.key()).map(ReplicaSetView::new);
  }

  /** Creates the set of the wanted template. */
  ReplicaSetView create(ObjectNode deployment, List<ReplicaSetView> sets, int size) {
    Meta owner = new Meta(deployment);
    PodTemplate template = PodTemplate.of(deployment);
    String hash = freeHash(owner, template);
    ObjectNode set = JsonNodeFactory.instance.objectNode();
    set.put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
    set.putObject("metadata")
        .put("name", owner.name() + "-" + hash)
        .put("namespace", owner.namespace());
    Meta meta = new Meta(set).addOwner(OwnerReference.controlledBy(deployment));
    template.labels().forEach(meta::putLabel);
    meta.putLabel(PodTemplate.HASH_LABEL, hash);
    copyAnnotations(deployment, meta);
    long revision = newest(sets) + 1;
    meta.putAnnotation(ReplicaSetView.REVISION, Long.toString(revision));
    RolloutArithmetic arithmetic = RolloutArithmetic.of(deployment);
    meta.putAnnotation(ReplicaSetView.DESIRED, Integer.toString(arithmetic.replicas()));
    meta.putAnnotation(ReplicaSetView.MAXIMUM, Integer.toString(arithmetic.maximum()));
    ObjectNode spec = set.putObject("spec").put("replicas", size);
    if (deployment.path("spec").has("minReadySeconds")) {
      spec.set("minReadySeconds", deployment.path("spec").path("minReadySeconds"));
    }
    spec.set("selector", deployment.path("spec").path("selector").deepCopy());
    spec.withObjectProperty("selector")
        .withObjectProperty("matchLabels")
        .put(PodTemplate.HASH_LABEL, hash);
    spec.set("template", template.json().deepCopy());
    spec.withObjectProperty("template")
        .withObjectProperty("metadata")
        .withObjectProperty("labels")
        .put(PodTemplate.HASH_LABEL, hash);
    set.putObject("status").put("replicas", 0);
    ObjectNode created = plane.create(ResourceTypes.REPLICA_SETS, set);
    number(deployment, revision);
    if (size > 0) {
      plane
          .events()
          .normal(
              deployment,
              SOURCE,
              "ScalingReplicaSet",
              "Scaled up replica set %s from 0 to %d".formatted(new Meta(created).name(), size));
    }
    return new ReplicaSetView(created);
  }

  /** Removes sets without pods beyond spec.revisionHistoryLimit, the oldest revisions first. */
  void forgetOldest(ObjectNode deployment, List<ReplicaSetView> old) {
    List<ReplicaSetView> idle =
        old.stream()
            .filter(set -> set.wanted() == 0 && set.replicas() == 0)
            .filter(set -> !set.meta().isTerminating())
            .sorted(Comparator.comparing(ReplicaSetView::revision))
            .toList();
    int limit = deployment.path("spec").path("revisionHistoryLimit").asInt(KEPT);
    idle.stream().limit(Math.max(0, idle.size() - limit)).forEach(set -> plane.delete(set.key()));
  }

  private String freeHash(Meta owner, PodTemplate template) {
    for (int collisions = 0; ; collisions++) {
      String hash = template.hash(collisions);
      Key key = new Key(ResourceTypes.REPLICA_SETS, owner.namespace(), owner.name() + "-" + hash);
      if (plane.store().get(key).isEmpty()) {
        return hash;
      }
    }
  }

  private static long newest(List<ReplicaSetView> sets) {
    return sets.stream().mapToLong(ReplicaSetView::revision).max().orElse(0);
  }

  private static void renumber(ObjectNode object, ReplicaSetView set, long next) {
    Meta meta = new Meta(object);
    if (set.revision() > 0) {
      String history = meta.annotation(HISTORY).map(past -> past + ",").orElse("");
      meta.putAnnotation(HISTORY, history + set.revision());
    }
    meta.putAnnotation(ReplicaSetView.REVISION, Long.toString(next));
  }

  private static void copyAnnotations(ObjectNode deployment, Meta set) {
    new Meta(deployment)
        .annotations()
        .forEach((key, value) -> {
          if (!NOT_COPIED.contains(key)) {
            set.putAnnotation(key, value);
          }
        });
  }

  private void number(ObjectNode deployment, long revision) {
    plane.change(
        ControlPlane.keyOf(ResourceTypes.DEPLOYMENTS, deployment),
        new Meta(deployment).uid(),
        object -> new Meta(object).putAnnotation(ReplicaSetView.REVISION, Long.toString(revision)));
  }
}
