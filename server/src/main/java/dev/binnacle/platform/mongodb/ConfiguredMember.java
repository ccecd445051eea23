package dev.binnacle.platform.mongodb;

import java.time.Duration;

/**
 * A member as the configuration of its set has it.
 *
 * @param name host and port
 * @param votes 1, or 0 for a member that does not vote
 * @param priority 0 for a member that never becomes primary
 * @param delay how far behind it is kept on purpose
 */
public record ConfiguredMember(
    int id,
    String name,
    int votes,
    double priority,
    boolean hidden,
    boolean arbiter,
    Duration delay) {

  /** Whether it may become primary. */
  public boolean isElectable() {
    return priority > 0 && !arbiter;
  }
}
