package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.postgresql.WriteSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Measures from outside for how long nobody takes writes: writes to the old leader and to the
 * candidate every few milliseconds, from before the switchover until the candidate has taken a
 * write. One virtual thread each; ends by itself then, or when it is closed.
 */
final class WriteProbe implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(50);

  /** A probe that was forgotten, because another server took the operation over, ends as well. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final Clock clock;
  private final long end = System.nanoTime() + LONGEST.toNanos();
  private volatile boolean closed;
  private volatile Optional<Instant> lastBefore = Optional.empty();
  private volatile Optional<FirstWrite> firstAfter = Optional.empty();

  /** The first write that the candidate took. */
  record FirstWrite(Instant at, long timeline) {}

  private WriteProbe(Clock clock) {
    this.clock = clock;
  }

  /** Begins to measure; owns the sessions from now on. */
  static WriteProbe start(Clock clock, WriteSession leader, WriteSession candidate) {
    var probe = new WriteProbe(clock);
    Thread.ofVirtual().name("write-probe-leader").start(() -> probe.watchLeader(leader));
    Thread.ofVirtual().name("write-probe-candidate").start(() -> probe.watchCandidate(candidate));
    return probe;
  }

  /** When the old leader last took a write. */
  Optional<Instant> lastBefore() {
    return lastBefore;
  }

  /** When the candidate first took a write. */
  Optional<FirstWrite> firstAfter() {
    return firstAfter;
  }

  private void watchLeader(WriteSession leader) {
    try (leader) {
      while (isMeasuring()) {
        if (leader.tryWrite().isPresent()) {
          lastBefore = Optional.of(clock.instant());
        }
        pause();
      }
    }
  }

  private void watchCandidate(WriteSession candidate) {
    try (candidate) {
      while (isMeasuring()) {
        candidate
            .tryWrite()
            .ifPresent(
                timeline -> firstAfter = Optional.of(new FirstWrite(clock.instant(), timeline)));
        pause();
      }
    }
  }

  private boolean isMeasuring() {
    return !closed
        && firstAfter.isEmpty()
        && System.nanoTime() < end
        && !Thread.currentThread().isInterrupted();
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
