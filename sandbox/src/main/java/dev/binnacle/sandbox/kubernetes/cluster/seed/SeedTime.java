package dev.binnacle.sandbox.kubernetes.cluster.seed;

import java.time.Instant;
import java.time.InstantSource;

/** A time that stands still until it is moved. */
final class SeedTime implements InstantSource {
  private Instant now;

  SeedTime(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void set(Instant instant) {
    now = instant;
  }
}
