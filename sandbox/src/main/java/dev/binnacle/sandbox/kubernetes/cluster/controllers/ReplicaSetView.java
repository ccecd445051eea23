package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/** A ReplicaSet as its Deployment looks at it. */
record ReplicaSetView(ObjectNode json) {
  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  static final String MAXIMUM = "deployment.kubernetes.io/max-replicas";

  static final Comparator<ReplicaSetView> OLDEST_FIRST =
      Comparator.comparing((ReplicaSetView set) -> set.meta().created())
          .thenComparing(ReplicaSetView::name);

  Meta meta() {
    return new Meta(json);
  }

  Key key() {
    return ControlPlane.keyOf(ResourceTypes.REPLICA_SETS, json);
  }

  String name() {
    return meta().name();
  }

  PodTemplate template() {
    return PodTemplate.of(json);
  }

  int wanted() {
    return json.path("spec").path("replicas").asInt(1);
  }

  int replicas() {
    return status("replicas");
  }

  int ready() {
    return status("readyReplicas");
  }

  int available() {
    return status("availableReplicas");
  }

  long revision() {
    return number(REVISION, 0);
  }

  /** What the Deployment wanted when it scaled this set last; -1 when it has not yet. */
  int desired() {
    return (int) number(DESIRED, -1);
  }

  /** How many pods the Deployment might have had then, surge included; -1 when unknown. */
  int maximum() {
    return (int) number(MAXIMUM, -1);
  }

  private long number(String annotation, long otherwise) {
    try {
      return meta().annotation(annotation).map(Long::parseLong).orElse(otherwise);
    } catch (NumberFormatException notANumber) {
      return otherwise;
    }
  }

  private int status(String field) {
    return json.path("status").path(field).asInt();
  }

  static int sum(List<ReplicaSetView> sets, ToIntFunction<ReplicaSetView> count) {
    return sets.stream().mapToInt(count).sum();
  }
}
