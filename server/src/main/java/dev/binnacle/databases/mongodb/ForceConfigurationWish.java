package dev.binnacle.databases.mongodb;

import java.util.List;

/**
 * What an admin who forces a configuration wants.
 *
 * @param members the names of those who are to stay; all others are given up
 */
public record ForceConfigurationWish(List<String> members) {

  public ForceConfigurationWish {
    members = List.copyOf(members);
  }
}
