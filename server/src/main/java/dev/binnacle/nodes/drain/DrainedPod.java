package dev.binnacle.nodes.drain;

import java.time.Instant;
import java.util.Optional;

/** What became of one pod: the contract's {@code DrainedPod}. */
record DrainedPod(
    String namespace,
    String name,
    String uid,
    Outcome outcome,
    int attempts,
    Optional<String> heldBy,
    Optional<Instant> evictedAt,
    Optional<Instant> goneAt) {

  /** How it ended. */
  enum Outcome {
    EVICTED,
    ALREADY_GONE,
    REPLACED,
    SKIPPED_DAEMON_SET,
    SKIPPED_MIRROR,
    SKIPPED_NOT_SELECTED
  }

  static DrainedPod of(PodProgress progress) {
    return new DrainedPod(
        progress.pod().namespace(),
        progress.pod().name(),
        progress.pod().uid(),
        progress.outcome(),
        progress.attempts(),
        progress.heldBy(),
        progress.evictedAt(),
        progress.goneAt());
  }
}
