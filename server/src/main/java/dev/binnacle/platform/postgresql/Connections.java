package dev.binnacle.platform.postgresql;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The client connections of a server, Binnacle's own look at them not counted.
 *
 * @param reserved kept for superusers and for roles with reserved connections
 * @param groups largest first
 * @param shares the same in more detail, largest first, at most 200
 */
public record Connections(
    int maximum, int reserved, int used, List<Group> groups, List<Share> shares) {

  public Connections {
    groups = List.copyOf(groups);
    shares = List.copyOf(shares);
  }

  /** How many an ordinary client can still open. */
  public int available() {
    return Math.max(0, maximum - reserved - used);
  }

  /**
   * The connections in one state.
   *
   * @param waitingForLock how many of them wait for a lock that somebody else holds
   * @param oldestTransaction age of the oldest open transaction among them
   * @param oldestState for how long the one that has not changed longest has been in the state
   */
  public record Group(
      ConnectionState state,
      int count,
      int waitingForLock,
      Optional<Duration> oldestTransaction,
      Optional<Duration> oldestState) {}

  /**
   * Connections that are alike.
   *
   * @param database empty when it may not be seen, like the user
   * @param waitEventType what they wait for, in PostgreSQL's words; empty for nothing
   */
  public record Share(
      ConnectionState state,
      Optional<String> database,
      Optional<String> user,
      Optional<String> waitEventType,
      int count) {}
}
