package dev.binnacle.platform.redis;

import dev.binnacle.platform.Address;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One node as another one, or it itself, sees it: a line of {@code CLUSTER NODES}.
 *
 * @param id its 40 hexadecimal digits
 * @param address where it listens for clients; empty while nobody knows
 * @param busPort where it listens for other nodes, on the same host
 * @param flags in Redis' words, such as {@code master} and {@code fail}
 * @param master the id of the master that it copies
 * @param epoch its configuration epoch: of two claims to a slot, the higher one counts
 * @param linked whether the one who tells has a connection to it
 * @param slots the slots that it serves
 * @param migrating slots that it is giving away, and to whom; only it itself tells
 * @param importing slots that it is taking over, and from whom; only it itself tells
 */
public record NodeEntry(
    String id,
    Optional<Address> address,
    int busPort,
    Set<String> flags,
    Optional<String> master,
    long epoch,
    boolean linked,
    Slots slots,
    Map<Integer, String> migrating,
    Map<Integer, String> importing) {

  public NodeEntry {
    flags = Set.copyOf(flags);
    migrating = Map.copyOf(migrating);
    importing = Map.copyOf(importing);
  }

  /** Whether it is a master, with slots or without. */
  public boolean leads() {
    return flags.contains("master");
  }

  /** Whether the one who tells takes it for down: alone, or with the majority of the masters. */
  public boolean suspected() {
    return flags.contains("fail") || flags.contains("fail?");
  }

  /** Whether it has really joined. */
  public boolean joined() {
    return !flags.contains("handshake") && !flags.contains("noaddr");
  }
}
