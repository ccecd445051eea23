package dev.binnacle.platform;

import java.time.Instant;
import java.util.Optional;

/**
 * How calls to one endpoint went lately.
 *
 * @param lastFailure what went wrong with the last call; empty when it was answered
 */
public record EdgeFacts(
    String endpoint,
    Breaker breaker,
    Optional<Instant> lastCallAt,
    Optional<Instant> lastAnsweredAt,
    Optional<String> lastFailure) {

  /** Whether calls go through. */
  public enum Breaker {
    CLOSED,
    OPEN,
    HALF_OPEN
  }
}
