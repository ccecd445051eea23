package dev.binnacle.audit;

import java.util.Optional;
import java.util.UUID;

/**
 * The first entry with which something is wrong.
 *
 * @param sequence its number, or the number that is missing
 * @param id its id; empty when it is missing
 */
public record ChainBreak(long sequence, Optional<UUID> id, Reason reason) {

  /** What is wrong with the entry. */
  public enum Reason {
    /** It was changed. */
    HASH_MISMATCH,
    /** It does not follow the one before. */
    PREVIOUS_HASH_MISMATCH,
    /** At least one entry is missing. */
    SEQUENCE_GAP,
    /** The log does not end where its own note of its end says. */
    HEAD_MISMATCH,
    /** The log ends before the expected entry. */
    ANCHOR_MISSING,
    /** The expected entry has another hash. */
    ANCHOR_MISMATCH
  }
}
