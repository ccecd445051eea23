package dev.binnacle.databases.redis;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes of a slot that somebody has left open. Decided from who says what about it, as
 * {@code redis-cli --cluster fix} does. Pure.
 */
sealed interface SlotRemedy {

  /** Its number. */
  int slot();

  /** The move goes on to its end. */
  record Complete(int slot, String owner, String target) implements SlotRemedy {}

  /**
   * What has got to others comes back to the owner, and nobody has it open any more.
   *
   * @param holders who may have keys of it: those that take it, and whom the owner gives it to
   */
  record GiveBack(int slot, String owner, Set<String> holders) implements SlotRemedy {}

  /** Nobody serves it: that is no matter of an open slot. */
  record Impossible(int slot) implements SlotRemedy {}

  /** The remedy for a slot. */
  static SlotRemedy of(OpenSlot open) {
    if (open.owner().isEmpty()) {
      return new Impossible(open.slot());
    }
    var owner = open.owner().get();
    var target = open.migrating().get(owner);
    return target != null && open.importing().containsKey(target)
        ? new Complete(open.slot(), owner, target)
        : new GiveBack(
            open.slot(),
            owner,
            Stream.concat(open.importing().keySet().stream(), Stream.ofNullable(target))
                .collect(Collectors.toUnmodifiableSet()));
  }
}
