package dev.binnacle.platform.kubernetes;

import java.util.Optional;

/**
 * How many pods of a kind may be away at once (PodDisruptionBudget, policy/v1).
 *
 * @param selector which pods of its namespace it protects; empty when it protects none
 * @param minAvailable as written, a number or a percentage
 * @param maxUnavailable as written, a number or a percentage
 * @param currentHealthy how many of its pods are ready
 * @param desiredHealthy how many have to be
 * @param expectedPods how many there should be
 * @param disruptionsAllowed how many may go now
 * @param unhealthyPods what it demands before a pod may go that is not ready
 * @param observed whether the figures belong to the budget as it is written now
 * @param failure why the controller cannot work the figures out; empty when it can
 */
public record DisruptionBudget(
    String namespace,
    String name,
    Optional<LabelSelector> selector,
    Optional<String> minAvailable,
    Optional<String> maxUnavailable,
    int currentHealthy,
    int desiredHealthy,
    int expectedPods,
    int disruptionsAllowed,
    UnhealthyPods unhealthyPods,
    boolean observed,
    Optional<String> failure) {

  /** When a pod that runs but is not ready may be evicted. */
  public enum UnhealthyPods {
    /** Only while enough others are healthy. */
    IF_HEALTHY_BUDGET,
    /** Always. */
    ALWAYS_ALLOW
  }

  /** Whether it protects the pod. */
  public boolean selects(PodState pod) {
    return pod.reference().namespace().equals(namespace)
        && selector.filter(labels -> labels.matches(pod.labels())).isPresent();
  }

  /**
   * Whether waiting cannot help: even with every expected pod healthy none may go, or the figures
   * cannot be worked out. Only a change of the budget or of what it protects would help.
   */
  public boolean neverAllows() {
    return failure.isPresent() || (observed && desiredHealthy >= expectedPods);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
