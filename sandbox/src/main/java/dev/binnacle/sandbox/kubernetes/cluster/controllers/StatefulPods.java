package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.ControllerRevisions.Revision;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names, labels and claims that stick to a number of a StatefulSet. Source: kubernetes
 * pkg/controller/statefulset/stateful_set_utils.go.
 */
final class StatefulPods {
  private StatefulPods() {}

  /** The number of a pod of this set. */
  static Optional<Integer> ordinal(ObjectNode set, Pod pod) {
    String prefix = new Meta(set).name() + "-";
    if (!pod.name().startsWith(prefix)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Integer.parseInt(pod.name().substring(prefix.length())));
    } catch (NumberFormatException otherName) {
      return Optional.empty();
    }
  }

  static String revision(Pod pod) {
    return pod.meta().label(PodTemplate.REVISION_LABEL).orElse("");
  }

  static ObjectNode pod(ObjectNode set, Revision revision, int ordinal) {
    String owner = new Meta(set).name();
    String name = owner + "-" + ordinal;
    ObjectNode pod = revision.template().instantiate(set, name);
    new Meta(pod)
        .putLabel("statefulset.kubernetes.io/pod-name", name)
        .putLabel("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
        .putLabel(PodTemplate.REVISION_LABEL, revision.name());
    pod.withObjectProperty("metadata").put("generateName", owner + "-");
    ObjectNode spec = pod.withObjectProperty("spec");
    spec.put("hostname", name);
    if (set.path("spec").path("serviceName").isTextual()) {
      spec.set("subdomain", set.path("spec").path("serviceName"));
    }
    ArrayNode volumes = spec.withArrayProperty("volumes");
    for (JsonNode template : templates(set)) {
      String volume = template.path("metadata").path("name").asText();
      volumes.removeIf(other -> other.path("name").asText().equals(volume));
      volumes
          .addObject()
          .put("name", volume)
          .putObject("persistentVolumeClaim")
          .put("claimName", volume + "-" + name);
    }
    return pod;
  }

  /** The claims of a number, not created yet. */
  static List<ObjectNode> claims(ObjectNode set, int ordinal) {
    List<ObjectNode> claims = new ArrayList<>();
    for (JsonNode template : templates(set)) {
      ObjectNode claim = template.deepCopy();
      claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
      Meta meta = new Meta(claim);
      String name = "%s-%s-%d".formatted(meta.name(), new Meta(set).name(), ordinal);
      claim
          .withObjectProperty("metadata")
          .put("name", name)
          .put("namespace", new Meta(set).namespace());
      set.path("spec")
          .path("selector")
          .path("matchLabels")
          .properties()
          .forEach(label -> meta.putLabel(label.getKey(), label.getValue().asText()));
      claim.putObject("status").put("phase", "Pending");
      claims.add(claim);
    }
    return claims;
  }

  private static JsonNode templates(ObjectNode set) {
    return set.path("spec").path("volumeClaimTemplates");
  }
}
