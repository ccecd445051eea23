package dev.binnacle.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state store's time: the one clock that all replicas agree on, whatever their own clocks say.
 *
 * <p>Anchored to the database's {@code clock_timestamp()} every few seconds (half the round trip
 * subtracted, as NTP does) and carried forward by the monotonic clock in between. A measurement
 * slower than a second is not used. While the store is away the last anchor holds.
 */
public final class StoreClock extends Clock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreClock.class);
  private static final Duration REFRESH = Duration.ofSeconds(5);
  private static final Duration SLOWEST_MEASUREMENT = Duration.ofSeconds(1);

  private final DataSource source;
  private final ScheduledExecutorService timer;
  private volatile Anchor anchor;

  private record Anchor(Instant instant, long nanoTime) {
    Instant now() {
      return instant.plusNanos(System.nanoTime() - nanoTime);
    }
  }

  /**
   * A clock over the given store, measured once before the constructor returns.
   *
   * @throws IllegalStateException when the store does not answer
   */
  public StoreClock(DataSource source) {
    this.source = source;
    try {
      this.anchor = measure();
    } catch (SQLException unreachable) {
      throw new IllegalStateException("the state store does not tell its time", unreachable);
    }
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("store-clock").factory());
    timer.scheduleWithFixedDelay(
        this::refresh, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void refresh() {
    try {
      var fresh = measure();
      if (Duration.ofNanos(System.nanoTime() - fresh.nanoTime()).compareTo(SLOWEST_MEASUREMENT)
          < 0) {
        anchor = fresh;
      }
    } catch (SQLException | RuntimeException unreachable) {
      LOG.debug("the state store does not tell its time: {}", unreachable.getMessage());
    }
  }

  private Anchor measure() throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      long before = System.nanoTime();
      try (var rows = statement.executeQuery("select clock_timestamp()")) {
        rows.next();
        long after = System.nanoTime();
        var read = rows.getObject(1, java.time.OffsetDateTime.class).toInstant();
        return new Anchor(read.plusNanos((after - before) / 2), after);
      }
    }
  }

  @Override
  public Instant instant() {
    return anchor.now();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }

  /** Stops the refreshing. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
