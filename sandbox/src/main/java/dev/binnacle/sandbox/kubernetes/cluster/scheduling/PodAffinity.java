package dev.binnacle.sandbox.kubernetes.cluster.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Required affinity and anti-affinity between pods, in both directions for the latter. Source:
 * kubernetes pkg/scheduler/framework/plugins/interpodaffinity/filtering.go.
 */
final class PodAffinity {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private final ClusterView view;

  PodAffinity(ClusterView view) {
    this.view = view;
  }

  /** Why this node will not do, in the scheduler's words. */
  Optional<String> refusal(Pod pod, Node node) {
    if (!isBesideFriends(pod, node)) {
      return Optional.of("node(s) didn't match pod affinity rules");
    }
    for (JsonNode term : terms(pod, "podAntiAffinity")) {
      if (anyInDomain(pod, term, node)) {
        return Optional.of("node(s) didn't match pod anti-affinity rules");
      }
    }
    return isUnwanted(pod, node)
        ? Optional.of("node(s) didn't satisfy existing pods anti-affinity rules")
        : Optional.empty();
  }

  private boolean isBesideFriends(Pod pod, Node node) {
    for (JsonNode term : terms(pod, "podAffinity")) {
      // The first pod of a group may go anywhere, else it could never start.
      boolean first = matches(pod, pod, term) && !anyAnywhere(pod, term);
      if (!first && !anyInDomain(pod, term, node)) {
        return false;
      }
    }
    return true;
  }

  private boolean isUnwanted(Pod pod, Node node) {
    for (Pod other : view.podsOn(node.name())) {
      for (JsonNode term : terms(other, "podAntiAffinity")) {
        if (!other.isFinished() && matches(other, pod, term)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean anyInDomain(Pod pod, JsonNode term, Node node) {
    String key = term.path("topologyKey").asText();
    Optional<String> domain = node.meta().label(key);
    if (domain.isEmpty()) {
      return false;
    }
    if (key.equals("kubernetes.io/hostname")) {
      return anyOn(node.name(), pod, term);
    }
    return view.nodes().stream()
        .filter(other -> other.meta().label(key).equals(domain))
        .anyMatch(other -> anyOn(other.name(), pod, term));
  }

  private boolean anyAnywhere(Pod pod, JsonNode term) {
    return view.nodes().stream().anyMatch(node -> anyOn(node.name(), pod, term));
  }

  private boolean anyOn(String node, Pod pod, JsonNode term) {
    return view.podsOn(node).stream()
        .filter(other -> !other.isFinished())
        .anyMatch(other -> matches(pod, other, term));
  }

  private static boolean matches(Pod holder, Pod other, JsonNode term) {
    Set<String> namespaces = new HashSet<>();
    term.path("namespaces").forEach(name -> namespaces.add(name.asText()));
    if (namespaces.isEmpty()) {
      namespaces.add(holder.namespace());
    }
    return namespaces.contains(other.namespace())
        && LabelSelector.of(term.path("labelSelector")).matches(other.labels());
  }

  private static JsonNode terms(Pod pod, String kind) {
    return pod.spec().path("affinity").path(kind).path(REQUIRED);
  }
}
