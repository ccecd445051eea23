package dev.binnacle.platform.postgresql;

import java.time.Duration;
import java.util.Optional;

/**
 * A standby that takes WAL, as the sending server sees it. What the user may not see is empty.
 *
 * @param applicationName under Patroni the name of the member
 */
public record Standby(
    String applicationName,
    int processId,
    Optional<String> clientAddress,
    ReplicationState state,
    SyncState syncState,
    Position sent,
    Position written,
    Position flushed,
    Position replayed) {

  /**
   * How far the standby is in one respect.
   *
   * @param lsn as PostgreSQL writes it
   * @param lagBytes WAL that the server has and that did not get this far
   * @param lag the time that recent WAL took to get this far; empty when idle
   */
  public record Position(Optional<String> lsn, Optional<Long> lagBytes, Optional<Duration> lag) {}

  /** Whether it is caught up and follows as WAL is written. */
  public boolean isStreaming() {
    return state == ReplicationState.STREAMING;
  }
}
