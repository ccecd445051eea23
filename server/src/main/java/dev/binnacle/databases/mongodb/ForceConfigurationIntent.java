package dev.binnacle.databases.mongodb;

import java.util.List;

/**
 * A forced configuration resolved against the world.
 *
 * @param database its name in the platform description
 * @param kept the names of those who stay
 * @param lost the names of those who are given up
 * @param asked the kept member that has come furthest, which is asked
 * @param term of the last primary that the kept members know of
 */
public record ForceConfigurationIntent(
    String database, List<String> kept, List<String> lost, String asked, long term) {

  public ForceConfigurationIntent {
    kept = List.copyOf(kept);
    lost = List.copyOf(lost);
  }
}
