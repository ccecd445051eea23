package dev.binnacle.nodes;

import dev.binnacle.health.Verdict;
import dev.binnacle.platform.kubernetes.LabelSelector;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/** Which nodes to list; empty members do not restrict. */
record NodeFilter(
    Set<String> roles,
    Optional<Boolean> ready,
    Optional<Boolean> schedulable,
    Set<Verdict> verdicts,
    LabelSelector labels) {

  /** Whether the node is among them. */
  boolean takes(NodeView view) {
    var node = view.node();
    return (roles.isEmpty() || !Collections.disjoint(roles, view.roles()))
        && ready.map(wanted -> wanted == node.isReady()).orElse(true)
        && schedulable.map(wanted -> wanted != node.unschedulable()).orElse(true)
        && (verdicts.isEmpty() || verdicts.contains(view.health().verdict()))
        && labels.matches(node.labels());
  }
}
