package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.ControllerRevisions.Revision;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Taint;
import dev.binnacle.sandbox.kubernetes.cluster.scheduling.NodeSelection;
import java.util.List;
import java.util.Optional;

/**
 * The pods of a DaemonSet: on which nodes they belong, and what they tolerate beyond their
 * template. Source: kubernetes pkg/controller/daemon/{daemon_controller.go,util/daemonset_util.go}.
 */
final class DaemonPods {
  private static final List<String> TOLERATED_FOREVER = List.of(Taint.NOT_READY, Taint.UNREACHABLE);
  private static final List<String> TOLERATED_AT_START =
      List.of(
          "node.kubernetes.io/disk-pressure",
          "node.kubernetes.io/memory-pressure",
          "node.kubernetes.io/pid-pressure",
          Taint.UNSCHEDULABLE);

  private DaemonPods() {}

  /** A pod for one node, not created yet. */
  static ObjectNode pod(ObjectNode set, Revision revision, String node, String name) {
    ObjectNode pod = prototype(set, name);
    new Meta(pod)
        .putLabel(PodTemplate.REVISION_LABEL, revision.hash())
        .putLabel("pod-template-generation", Long.toString(new Meta(set).generation()));
    pod.withObjectProperty("metadata").put("generateName", new Meta(set).name() + "-");
    ObjectNode affinity = pod.withObjectProperty("spec").withObjectProperty("affinity");
    ArrayNode terms =
        affinity
            .withObjectProperty("nodeAffinity")
            .withObjectProperty("requiredDuringSchedulingIgnoredDuringExecution")
            .putArray("nodeSelectorTerms");
    ObjectNode field = terms.addObject().putArray("matchFields").addObject();
    field.put("key", "metadata.name").put("operator", "In").putArray("values").add(node);
    return pod;
  }

  /** Whether the set wants a pod on this node. */
  static boolean belongsOn(Pod prototype, Node node) {
    return staysOn(prototype, node)
        && node.taints().stream()
            .filter(Taint::keepsPodsAway)
            .allMatch(taint -> prototype.tolerates(taint));
  }

  /** Whether a pod that is on this node may stay there. */
  static boolean staysOn(Pod prototype, Node node) {
    return NodeSelection.allows(prototype, node)
        && node.taints().stream()
            .filter(Taint::drivesPodsOut)
            .allMatch(taint -> prototype.tolerates(taint));
  }

  /** A pod without a node, to ask questions with. */
  static ObjectNode prototype(ObjectNode set, String name) {
    ObjectNode pod = PodTemplate.of(set).instantiate(set, name);
    ArrayNode tolerations = pod.withObjectProperty("spec").withArrayProperty("tolerations");
    tolerations.removeIf(toleration -> toleration.has("tolerationSeconds"));
    TOLERATED_FOREVER.forEach(key -> tolerate(pod, key, Taint.NO_EXECUTE));
    TOLERATED_AT_START.forEach(key -> tolerate(pod, key, Taint.NO_SCHEDULE));
    if (new Pod(pod).usesHostNetwork()) {
      tolerate(pod, "node.kubernetes.io/network-unavailable", Taint.NO_SCHEDULE);
    }
    return pod;
  }

  private static void tolerate(ObjectNode pod, String key, String effect) {
    if (!new Pod(pod).tolerates(new Taint(key, "", effect, Optional.empty()))) {
      pod.withObjectProperty("spec")
          .withArrayProperty("tolerations")
          .addObject()
          .put("key", key)
          .put("operator", "Exists")
          .put("effect", effect);
    }
  }
}
