package dev.binnacle.databases.mongodb;

import java.time.Duration;
import java.util.List;

/**
 * Who is left and leads: the contract's result of the kind FORCE_MONGODB_CONFIGURATION.
 *
 * @param configurationVersion of the configuration that came of it
 */
public record ForceConfigurationResult(
    String kind,
    String primary,
    List<String> members,
    List<String> removed,
    int configurationVersion,
    Duration totalDuration) {

  public ForceConfigurationResult {
    members = List.copyOf(members);
    removed = List.copyOf(removed);
  }
}
