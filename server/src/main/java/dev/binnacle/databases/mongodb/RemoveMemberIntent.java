package dev.binnacle.databases.mongodb;

import java.util.List;

/**
 * A removal resolved against the world.
 *
 * @param database its name in the platform description
 * @param members the names of all members, the removed one among them
 */
public record RemoveMemberIntent(String database, String member, List<String> members) {

  public RemoveMemberIntent {
    members = List.copyOf(members);
  }
}
