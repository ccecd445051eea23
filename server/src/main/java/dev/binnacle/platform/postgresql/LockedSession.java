package dev.binnacle.platform.postgresql;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A session that waits for a lock, or holds one that somebody waits for.
 *
 * @param processId 0 for a prepared transaction, which is no session
 * @param blockedBy the process ids that it waits for
 * @param transactionAge empty when it has none
 * @param waiting how long it has waited; empty when it does not, and before PostgreSQL 14
 * @param statement what it runs or ran last, without constants
 */
public record LockedSession(
    int processId,
    List<Integer> blockedBy,
    Optional<String> database,
    Optional<String> user,
    Optional<String> applicationName,
    Optional<String> clientAddress,
    Optional<ConnectionState> state,
    Optional<String> waitEventType,
    Optional<String> waitEvent,
    Optional<Duration> transactionAge,
    Optional<Duration> waiting,
    Optional<String> statement) {

  public LockedSession {
    blockedBy = List.copyOf(blockedBy);
  }
}
