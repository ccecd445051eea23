package dev.binnacle.audit;

import java.util.Optional;

/**
 * Whether the log is as it was written.
 *
 * @param verified how many entries were found right, from the first one on
 * @param newest the last of them; empty when there is none
 * @param firstBroken empty when the log is intact
 */
public record ChainVerdict(
    long verified, Optional<ChainLink> newest, Optional<ChainBreak> firstBroken) {

  /** Whether all entries are right, and the expected one is among them. */
  public boolean intact() {
    return firstBroken.isEmpty();
  }
}
