package dev.binnacle.platform.redis;

import java.util.List;
import java.util.Optional;

/**
 * The cluster as one node sees it, by {@code CLUSTER NODES} and {@code CLUSTER INFO}.
 *
 * @param serving whether it would answer commands: {@code cluster_state:ok}
 * @param currentEpoch the highest epoch that it has heard of
 */
public record ClusterView(
    String myself, List<NodeEntry> nodes, boolean serving, long currentEpoch) {

  public ClusterView {
    nodes = List.copyOf(nodes);
  }

  /** The node of that id. */
  public Optional<NodeEntry> node(String id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
  }

  /** What the node says of itself. */
  public NodeEntry own() {
    return node(myself).orElseThrow();
  }

  /** Who serves the slot. */
  public Optional<NodeEntry> owner(int slot) {
    return nodes.stream().filter(node -> node.slots().contains(slot)).findFirst();
  }
}
