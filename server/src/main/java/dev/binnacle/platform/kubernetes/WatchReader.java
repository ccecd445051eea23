package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.ComponentRefusedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads one watch to its end and writes down what it tells. For one thread. */
final class WatchReader<T> {

  private final ResourceKind<?, T> kind;
  private final WatchedCache<T> cache;
  private final Clock clock;
  private boolean heard;

  WatchReader(ResourceKind<?, T> kind, WatchedCache<T> cache, Clock clock) {
    this.kind = kind;
    this.cache = cache;
    this.clock = clock;
  }

  /**
   * Reads until the watch ends.
   *
   * @param limit a watch that lasts longer is dead: a connection can be lost without a sign
   */
  WatchEnd read(ApiStream stream, Duration limit) {
    var overdue = new AtomicBoolean();
    var begun = cache.position();
    var watchdog =
        Thread.ofVirtual()
            .name("kubernetes-watchdog")
            .start(() -> closeAfter(limit, stream, overdue));
    try {
      var end = lines(stream);
      boolean moved = !cache.position().equals(begun);
      return end instanceof WatchEnd.InTime && !moved ? new WatchEnd.Standstill() : end;
    } catch (IOException broken) {
      return overdue.get()
          ? new WatchEnd.Silent()
          : new WatchEnd.Broken("the connection broke: " + broken.getMessage());
    } catch (ComponentRefusedException nonsense) {
      return new WatchEnd.Broken(nonsense.getMessage());
    } finally {
      watchdog.interrupt();
    }
  }

  private static void closeAfter(Duration limit, ApiStream stream, AtomicBoolean overdue) {
    try {
      Thread.sleep(limit);
      overdue.set(true);
      stream.close();
    } catch (InterruptedException endedBefore) {
      Thread.currentThread().interrupt();
    }
  }

  private WatchEnd lines(ApiStream stream) throws IOException {
    while (true) {
      var line = stream.next();
      if (line.isEmpty()) {
        return heard ? new WatchEnd.InTime() : new WatchEnd.Wordless();
      }
      switch (WatchEvent.parse(line.get(), kind)) {
        case WatchEvent.Changed<T> changed -> cache.put(changed.entry(), clock.instant());
        case WatchEvent.Removed<T> removed -> cache.remove(removed.entry(), clock.instant());
        case WatchEvent.Bookmark<T> bookmark ->
            cache.heard(bookmark.resourceVersion(), clock.instant());
        case WatchEvent.Expired<T> expired -> {
          return new WatchEnd.Expired();
        }
        case WatchEvent.Failed<T> failed -> {
          return new WatchEnd.Broken(failed.message());
        }
      }
      heard = true;
    }
  }
}
