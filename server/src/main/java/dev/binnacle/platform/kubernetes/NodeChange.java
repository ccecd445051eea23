package dev.binnacle.platform.kubernetes;

import java.util.Map;
import java.util.Optional;

/**
 * What is to be different about a node, all of it at once or nothing.
 *
 * @param unschedulable whether it is to be cordoned; empty for as it is
 * @param annotations what each is to be; empty for away with it
 * @param labels what each is to be; empty for away with it
 * @param resourceVersion only if the node is still as it was then; empty for in any case
 */
public record NodeChange(
    Optional<Boolean> unschedulable,
    Map<String, Optional<String>> annotations,
    Map<String, Optional<String>> labels,
    Optional<String> resourceVersion) {

  /** No change. */
  public static final NodeChange NONE =
      new NodeChange(Optional.empty(), Map.of(), Map.of(), Optional.empty());

  public NodeChange {
    annotations = Map.copyOf(annotations);
    labels = Map.copyOf(labels);
  }

  /** The same, and it is cordoned or not. */
  public NodeChange unschedulable(boolean wanted) {
    return new NodeChange(Optional.of(wanted), annotations, labels, resourceVersion);
  }

  /** The same with those annotations. */
  public NodeChange annotations(Map<String, Optional<String>> wanted) {
    return new NodeChange(unschedulable, wanted, labels, resourceVersion);
  }

  /** The same with those labels. */
  public NodeChange labels(Map<String, Optional<String>> wanted) {
    return new NodeChange(unschedulable, annotations, wanted, resourceVersion);
  }

  /** The same, but only if the node has not changed since. */
  public NodeChange onlyAt(String version) {
    return new NodeChange(unschedulable, annotations, labels, Optional.of(version));
  }
}
