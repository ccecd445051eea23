package dev.binnacle.databases.mongodb;

import java.util.List;

/**
 * An addition resolved against the world.
 *
 * @param database its name in the platform description
 * @param members the names of those who are members already
 */
public record AddMemberIntent(
    String database, String member, boolean vote, double priority, List<String> members) {

  public AddMemberIntent {
    members = List.copyOf(members);
  }
}
