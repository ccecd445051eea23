package dev.binnacle.client;

import dev.binnacle.client.model.OperationEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** How to wait for an operation. Unchangeable; every method gives another one. */
public final class WaitOptions {
  private static final Duration USUAL_OUTAGE = Duration.ofMinutes(5);

  private final Duration atMost;
  private final Duration outage;
  private final Optional<Consumer<OperationEvent>> progress;

  private WaitOptions(
      Duration atMost, Duration outage, Optional<Consumer<OperationEvent>> progress) {
    this.atMost = atMost;
    this.outage = outage;
    this.progress = progress;
  }

  /**
   * Waits that long at most, and rides out five minutes without a server.
   *
   * @param atMost zero looks once
   */
  public static WaitOptions atMost(Duration atMost) {
    return new WaitOptions(atMost, USUAL_OUTAGE, Optional.empty());
  }

  /**
   * Hands over every event of the operation from its first one, in order and once each, as they
   * happen.
   *
   * @param progress called in the waiting thread; what it throws ends the wait
   */
  public WaitOptions onProgress(Consumer<OperationEvent> progress) {
    return new WaitOptions(atMost, outage, Optional.of(progress));
  }

  /** How long a server may be away, or answer only 5xx, in the middle of the wait. */
  public WaitOptions ridingOut(Duration outage) {
    return new WaitOptions(atMost, outage, progress);
  }

  Duration atMost() {
    return atMost;
  }

  Duration outage() {
    return outage;
  }

  Optional<Consumer<OperationEvent>> progress() {
    return progress;
  }
}
