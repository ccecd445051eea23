package dev.binnacle.sandbox.kubernetes.apiserver.read;

import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.selectors.FieldExpression;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Map;
import java.util.Set;

/**
 * The fields by which objects can be selected. Sources: kubernetes pkg/apis/core/v1/conversion.go,
 * pkg/apis/apps/v1/conversion.go, pkg/apis/batch/v1/conversion.go.
 */
final class SelectableFields {
  private static final Set<String> OF_ALL = Set.of("metadata.name", "metadata.namespace");
  private static final Map<ResourceType, Set<String>> MORE =
      Map.of(
          ResourceTypes.PODS,
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"),
          ResourceTypes.NODES,
          Set.of("spec.unschedulable"),
          ResourceTypes.EVENTS,
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"),
          ResourceTypes.SECRETS,
          Set.of("type"),
          ResourceTypes.NAMESPACES,
          Set.of("status.phase"),
          ResourceTypes.SERVICES,
          Set.of("spec.clusterIP", "spec.type"),
          ResourceTypes.REPLICA_SETS,
          Set.of("status.replicas"),
          ResourceTypes.JOBS,
          Set.of("status.successful"));

  private SelectableFields() {}

  /** Refuses a field that the type does not have for this. */
  static void check(ResourceType type, FieldExpression expression) {
    for (String field : expression.fields()) {
      if (!OF_ALL.contains(field) && !MORE.getOrDefault(type, Set.of()).contains(field)) {
        throw Refusals.badRequest(
            MORE.containsKey(type)
                ? "field label not supported: " + field
                : "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                    .formatted(field));
      }
    }
  }
}
