package dev.binnacle.nodes.drain;

import dev.binnacle.platform.kubernetes.PodReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a drain is with one pod. Stored as JSON.
 *
 * @param attempts how often its eviction was asked for
 * @param unanswered whether the last time's answer is not known, because there was none or because
 *     the server died over it: the eviction may have been accepted
 * @param heldBy what held it up the last time
 * @param hopelessSince since when waiting alone does not help
 * @param notBefore when to ask again
 * @param evictedAt when its eviction was accepted
 * @param goneAt when it was seen to be gone
 */
record PodProgress(
    PodReference pod,
    Phase phase,
    int attempts,
    boolean unanswered,
    Optional<String> heldBy,
    Optional<Instant> hopelessSince,
    Optional<Instant> notBefore,
    Optional<Instant> evictedAt,
    Optional<Instant> goneAt) {

  /** How far it is. */
  enum Phase {
    /** It has to be evicted. */
    TO_EVICT,
    /** It is on its way, or nobody asks for it: only to be waited for. */
    LEAVING,
    /** It came late, and would need a yes that was not given: it is never asked for. */
    UNACKNOWLEDGED,
    /** It is gone. */
    GONE,
    /** Another pod had its name before it was evicted. */
    REPLACED,
    SKIPPED_DAEMON_SET,
    SKIPPED_MIRROR,
    SKIPPED_NOT_SELECTED;

    boolean isSkip() {
      return this == SKIPPED_DAEMON_SET || this == SKIPPED_MIRROR || this == SKIPPED_NOT_SELECTED;
    }

    boolean isOpen() {
      return this == TO_EVICT || this == LEAVING || this == UNACKNOWLEDGED;
    }
  }

  /** Twice as often as kubectl at first, which matters where a budget lets one go at a time. */
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(5);

  static PodProgress of(PodReference pod, Phase phase) {
    return new PodProgress(
        pod,
        phase,
        0,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether it is to be asked for now. */
  boolean isDue(Instant now) {
    return phase == Phase.TO_EVICT && notBefore.map(time -> !now.isBefore(time)).orElse(true);
  }

  /** About to be asked for. */
  PodProgress asking() {
    return new PodProgress(
        pod, phase, attempts + 1, true, heldBy, hopelessSince, Optional.empty(), evictedAt, goneAt);
  }

  PodProgress accepted(Instant now) {
    return new PodProgress(
        pod,
        Phase.LEAVING,
        attempts,
        false,
        heldBy,
        Optional.empty(),
        Optional.empty(),
        evictedAt.or(() -> Optional.of(now)),
        goneAt);
  }

  PodProgress held(Hold hold, Instant now) {
    return new PodProgress(
        pod,
        phase,
        attempts,
        false,
        Optional.of(hold.words()),
        hold.hopeless() ? hopelessSince.or(() -> Optional.of(now)) : Optional.empty(),
        Optional.of(now.plus(hold.retryAfter().filter(PodProgress::isReal).orElse(patience()))),
        evictedAt,
        goneAt);
  }

  /** The API server advises zero seconds for what a budget forbids, which is no advice. */
  private static boolean isReal(Duration advice) {
    return advice.isPositive();
  }

  private Duration patience() {
    return Duration.ofSeconds(Math.clamp(attempts, 1, LONGEST_PATIENCE.toSeconds()));
  }

  /** There was no answer; nobody knows what became of it. */
  PodProgress unheard(Instant now) {
    return new PodProgress(
        pod,
        phase,
        attempts,
        true,
        heldBy,
        hopelessSince,
        Optional.of(now.plus(patience())),
        evictedAt,
        goneAt);
  }

  /** Seen in that phase. */
  PodProgress in(Phase seen) {
    return new PodProgress(
        pod,
        seen,
        attempts,
        unanswered,
        heldBy,
        seen == Phase.LEAVING ? Optional.empty() : hopelessSince,
        seen == Phase.LEAVING ? Optional.empty() : notBefore,
        evictedAt,
        Optional.empty());
  }

  PodProgress gone(Instant now) {
    return new PodProgress(
        pod,
        Phase.GONE,
        attempts,
        unanswered,
        heldBy,
        Optional.empty(),
        Optional.empty(),
        evictedAt,
        goneAt.or(() -> Optional.of(now)));
  }

  /** How it ended, for the result. */
  DrainedPod.Outcome outcome() {
    return switch (phase) {
      case SKIPPED_DAEMON_SET -> DrainedPod.Outcome.SKIPPED_DAEMON_SET;
      case SKIPPED_MIRROR -> DrainedPod.Outcome.SKIPPED_MIRROR;
      case SKIPPED_NOT_SELECTED -> DrainedPod.Outcome.SKIPPED_NOT_SELECTED;
      case REPLACED -> DrainedPod.Outcome.REPLACED;
      case GONE ->
          evictedAt.isPresent() || unanswered
              ? DrainedPod.Outcome.EVICTED
              : DrainedPod.Outcome.ALREADY_GONE;
      case TO_EVICT, LEAVING, UNACKNOWLEDGED ->
          throw new IllegalStateException(pod + " is still there");
    };
  }
}
