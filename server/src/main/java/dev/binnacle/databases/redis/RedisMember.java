package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.redis.NodeEntry;
import dev.binnacle.platform.redis.NodeReport;
import dev.binnacle.platform.redis.Slots;
import java.util.Optional;

/**
 * A node of the cluster.
 *
 * @param entry what it says of itself, or what others say of it when it keeps silent
 * @param report empty when it keeps silent
 * @param silence why there is no report
 */
public record RedisMember(NodeEntry entry, Optional<NodeReport> report, Optional<String> silence) {

  /** Its id. */
  public String id() {
    return entry.id();
  }

  /** Where it listens, which is how people call it; else its id. */
  public String name() {
    return entry.address().map(Address::toString).orElse(entry.id());
  }

  /** Whether it answered just now. */
  public boolean answers() {
    return report.isPresent();
  }

  /** Whether it is a master that serves slots. */
  boolean serves() {
    return entry.leads() && !entry.slots().none();
  }

  /** The slots that it serves. */
  Slots slots() {
    return entry.slots();
  }

  /** Whether somebody means it by that: its id or its address. */
  boolean isCalled(String name) {
    return name.equals(entry.id()) || name.equals(name());
  }
}
