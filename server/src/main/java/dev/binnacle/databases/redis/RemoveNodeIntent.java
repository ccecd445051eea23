package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;
import java.util.Optional;
import java.util.Set;

/**
 * Which node leaves, and what goes before.
 *
 * @param name what people call it
 * @param address empty when nobody knows where it listens
 * @param present whether it answered, so that it can be told
 * @param slots where its slots go; nothing when it has none
 * @param leads whether it was a master, which replicas may follow
 * @param absent the ids of others that did not answer, and that nobody waits for
 */
public record RemoveNodeIntent(
    String database,
    String id,
    String name,
    Optional<Address> address,
    boolean present,
    boolean leads,
    MoveIntent slots,
    Set<String> absent) {

  public RemoveNodeIntent {
    absent = Set.copyOf(absent);
  }

  /** Whether it has slots to give away. */
  boolean serves() {
    return !slots.moves().isEmpty();
  }
}
