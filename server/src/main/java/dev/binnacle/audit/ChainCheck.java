package dev.binnacle.audit;

import dev.binnacle.audit.ChainBreak.Reason;
import java.util.Optional;
import java.util.UUID;

/**
 * Checks the chain, entry by entry in the order of their numbers; remembers only the last one.
 * Pure, for one thread.
 *
 * <p>Changed, removed, inserted and reordered entries break the chain itself. A cut-off end
 * contradicts the head. Whoever can write all tables can forge entries and head alike: against that
 * only an anchor helps, an entry's hash that was kept elsewhere.
 */
final class ChainCheck {

  private final Optional<ChainLink> head;
  private final Optional<ChainLink> anchor;
  private ChainLink last = new ChainLink(0, AuditEvent.GENESIS);
  private Optional<ChainBreak> broken = Optional.empty();

  /**
   * A check from the first entry on.
   *
   * @param head the log's own note of its end; empty when it is missing, which is a break
   * @param anchor an entry that is known from elsewhere
   */
  ChainCheck(Optional<ChainLink> head, Optional<ChainLink> anchor) {
    this.head = head;
    this.anchor = anchor;
  }

  /** Takes the next entry; false once the chain is broken, and then further ones change nothing. */
  boolean accept(AuditEvent event) {
    if (broken.isEmpty()) {
      broken = faultOf(event);
      if (broken.isEmpty()) {
        last = new ChainLink(event.sequence(), event.hash());
      }
    }
    return broken.isEmpty();
  }

  /** The verdict, after the last entry. */
  ChainVerdict finish() {
    return new ChainVerdict(
        last.sequence(),
        Optional.of(last).filter(link -> link.sequence() > 0),
        broken.or(this::faultOfEnd));
  }

  private Optional<ChainBreak> faultOf(AuditEvent event) {
    long expected = last.sequence() + 1;
    if (event.sequence() != expected) {
      return fault(expected, Optional.empty(), Reason.SEQUENCE_GAP);
    }
    var id = Optional.of(event.id());
    if (!event.hash().equals(event.computeHash())) {
      return fault(expected, id, Reason.HASH_MISMATCH);
    }
    if (!event.previousHash().equals(last.hash())) {
      return fault(expected, id, Reason.PREVIOUS_HASH_MISMATCH);
    }
    if (anchor.filter(link -> contradicts(link, event)).isPresent()) {
      return fault(expected, id, Reason.ANCHOR_MISMATCH);
    }
    if (head.filter(link -> link.sequence() >= expected && !contradicts(link, event)).isEmpty()) {
      return fault(expected, id, Reason.HEAD_MISMATCH);
    }
    return Optional.empty();
  }

  private Optional<ChainBreak> faultOfEnd() {
    long next = last.sequence() + 1;
    if (head.isEmpty()) {
      return fault(next, Optional.empty(), Reason.HEAD_MISMATCH);
    }
    if (head.get().sequence() > last.sequence()) {
      return fault(next, Optional.empty(), Reason.SEQUENCE_GAP);
    }
    return anchor
        .filter(link -> link.sequence() > last.sequence())
        .flatMap(link -> fault(link.sequence(), Optional.empty(), Reason.ANCHOR_MISSING));
  }

  private static boolean contradicts(ChainLink link, AuditEvent event) {
    return link.sequence() == event.sequence() && !link.hash().equals(event.hash());
  }

  private static Optional<ChainBreak> fault(long sequence, Optional<UUID> id, Reason reason) {
    return Optional.of(new ChainBreak(sequence, id, reason));
  }
}
