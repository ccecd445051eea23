package dev.binnacle.databases.mongodb;

import java.time.Duration;
import java.util.List;

/**
 * A step down resolved against the world.
 *
 * @param database its name in the platform description
 * @param primary the member that leads and is to stop
 * @param term in which it was elected
 * @param members the names of all members
 */
public record StepDownIntent(
    String database,
    String primary,
    long term,
    List<String> members,
    Duration period,
    Duration catchUp) {

  public StepDownIntent {
    members = List.copyOf(members);
  }
}
