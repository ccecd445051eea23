package dev.binnacle.databases.postgresql;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who leads now, and who does not follow yet: the contract's result of the kind FAILOVER.
 *
 * @param previousLeader empty when nobody led
 * @param failoverDuration from the request to Patroni until the new leader took writes
 * @param notStreaming members that do not stream from the new leader
 */
public record FailoverResult(
    String kind,
    Optional<String> previousLeader,
    String newLeader,
    long previousTimeline,
    long newTimeline,
    Duration failoverDuration,
    List<String> notStreaming) {

  public FailoverResult {
    notStreaming = List.copyOf(notStreaming);
  }
}
