package dev.binnacle.sandbox.mongodb.replication;

import java.time.Instant;
import java.util.Optional;

/**
 * What a member knows of another one from their last heartbeats.
 *
 * @param at when the other one last answered
 * @param healthy whether it is thought to be there
 */
record Heartbeat(
    Instant at,
    boolean healthy,
    MemberState state,
    OpTime applied,
    Instant appliedWall,
    String syncSource,
    int version,
    long term) {
  static final Heartbeat NEVER =
      new Heartbeat(
          Instant.EPOCH, false, MemberState.UNKNOWN, OpTime.NONE, Instant.EPOCH, "", -1, -1);

  /** How far it had come is still known when it is away. */
  Heartbeat lost() {
    return new Heartbeat(at, false, MemberState.DOWN, OpTime.NONE, appliedWall, "", version, term);
  }

  /** The other one's state, as far as anybody can know. */
  Optional<MemberState> known() {
    return healthy ? Optional.of(state) : Optional.empty();
  }
}
