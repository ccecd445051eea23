package dev.binnacle.databases.redis;

import java.util.Map;
import java.util.Optional;

/**
 * A slot in the middle of a move.
 *
 * @param owner the id of the node that serves it
 * @param migrating by the id of each node that gives it away, to whom
 * @param importing by the id of each node that takes it over, from whom
 */
public record OpenSlot(
    int slot,
    Optional<String> owner,
    Map<String, String> migrating,
    Map<String, String> importing) {

  public OpenSlot {
    migrating = Map.copyOf(migrating);
    importing = Map.copyOf(importing);
  }
}
