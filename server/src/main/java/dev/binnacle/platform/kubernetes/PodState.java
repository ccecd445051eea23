package dev.binnacle.platform.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod as the API server has it.
 *
 * @param node where it runs; empty until it is scheduled
 * @param ready whether its condition Ready is true
 * @param reason why it is in its phase, in one word, such as Evicted; may be empty
 * @param restarts of all its containers together
 * @param deletionTimestamp when its grace ends; present as soon as its deletion has begun
 * @param deletionGracePeriod how much grace its deletion gives it
 * @param controller empty for a pod that nothing would make again
 * @param mirror whether a kubelet runs it from a file, so that the API cannot stop it
 * @param emptyDirectories volumes whose data would be lost with it
 * @param requests what the scheduler reckons with, init containers and overhead included
 * @param priorityClass its class by name
 * @param terminationGracePeriod how long it is given to end, unless somebody says otherwise
 */
public record PodState(
    PodReference reference,
    Optional<String> node,
    PodPhase phase,
    boolean ready,
    String reason,
    int restarts,
    Optional<Instant> deletionTimestamp,
    Optional<Duration> deletionGracePeriod,
    Optional<PodController> controller,
    boolean mirror,
    List<EmptyDirectory> emptyDirectories,
    Map<String, String> labels,
    ResourceRequests requests,
    Optional<String> priorityClass,
    Duration terminationGracePeriod,
    Instant createdAt) {

  public PodState {
    emptyDirectories = List.copyOf(emptyDirectories);
    labels = Map.copyOf(labels);
  }

  /** Whether its deletion has begun. */
  public boolean isTerminating() {
    return deletionTimestamp.isPresent();
  }

  /** Whether its containers have ended for good. */
  public boolean isFinished() {
    return phase == PodPhase.SUCCEEDED || phase == PodPhase.FAILED;
  }

  /**
   * Whether a DaemonSet made it, as kubectl tells: by the owner, never by a label (kubernetes
   * staging/src/k8s.io/kubectl/pkg/drain/filters.go, daemonSetFilter).
   */
  public boolean isDaemonSetPod() {
    return controller
        .filter(owner -> owner.kind().equals("DaemonSet"))
        .filter(owner -> owner.apiVersion().startsWith("apps/"))
        .isPresent();
  }
}
