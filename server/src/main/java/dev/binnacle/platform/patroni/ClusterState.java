package dev.binnacle.platform.patroni;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A cluster as one of its members sees it in the consensus store.
 *
 * @param members by name
 * @param paused whether Patroni is in maintenance mode and will not fail over by itself
 * @param scheduled a switchover on Patroni's own calendar
 */
public record ClusterState(
    List<ClusterMember> members, boolean paused, Optional<ScheduledSwitchover> scheduled) {

  public ClusterState {
    members = List.copyOf(members);
  }

  /** The member that holds the leader key. */
  public Optional<ClusterMember> leader() {
    return members.stream().filter(member -> member.role().leads()).findFirst();
  }

  /** The member of that name. */
  public Optional<ClusterMember> member(String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /**
   * A switchover that Patroni has on its calendar.
   *
   * @param at when; empty if the time cannot be read
   */
  public record ScheduledSwitchover(
      Optional<Instant> at, Optional<String> from, Optional<String> to) {}
}
