package dev.binnacle.client;

import dev.binnacle.client.model.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The time to wait was over before the operation was final. The operation goes on. */
public final class WaitTimeoutException extends BinnacleException {
  private static final long serialVersionUID = 1L;

  private final transient Operation lastSeen;

  WaitTimeoutException(UUID id, Duration waited, Optional<Operation> lastSeen, Throwable cause) {
    super(
        "Operation %s was not final within %s%s. It goes on: wait again, or cancel it."
            .formatted(
                id,
                Words.of(waited),
                lastSeen.map(seen -> ", it was " + seen.getState()).orElse("")),
        cause);
    this.lastSeen = lastSeen.orElse(null);
  }

  /** The operation as it was seen last; empty when the server could not be asked at all. */
  public Optional<Operation> lastSeen() {
    return Optional.ofNullable(lastSeen);
  }
}
