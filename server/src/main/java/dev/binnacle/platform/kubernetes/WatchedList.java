package dev.binnacle.platform.kubernetes;

import dev.binnacle.problems.ProblemException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list that a watch keeps fresh, as long as somebody asks for it. While the watch is in trouble
 * the API server is asked itself, and only when it does not answer the last that is known is given,
 * marked as old. Thread-safe.
 */
final class WatchedList<M extends HasMetadata, T> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedList.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private enum Phase {
    /** Nobody has asked for long. */
    RESTING,
    /** What is known may be old. */
    CATCHING_UP,
    /** The watch tells every change. */
    WATCHING
  }

  private final ApiServer server;
  private final ResourceKind<M, T> kind;
  private final WatchTimes times;
  private final Clock clock;
  private final WatchedCache<T> cache = new WatchedCache<>();
  private final SharedCall<Listing<T>> list = new SharedCall<>(this::readAndAdopt);
  private volatile Phase phase = Phase.RESTING;
  private volatile Instant askedAt = Instant.MIN;
  private volatile Thread watcher;
  private volatile boolean closed;
  private volatile String toldAlready = "";

  WatchedList(ApiServer server, ResourceKind<M, T> kind, WatchTimes times, Clock clock) {
    this.server = server;
    this.kind = kind;
    this.times = times;
    this.clock = clock;
  }

  /**
   * Everything by namespace and name, as fresh as it can be had.
   *
   * @throws ProblemException when the API server does not answer and never did
   */
  Observed<Map<String, T>> byKey() {
    return observe(cache::values, Listing::values);
  }

  /**
   * Everything in no order, as fresh as it can be had: from a watch, the same list until something
   * changes.
   *
   * @throws ProblemException when the API server does not answer and never did
   */
  Observed<List<T>> all() {
    return observe(cache::all, listing -> List.copyOf(listing.values().values()));
  }

  private <R> Observed<R> observe(Supplier<R> known, Function<Listing<T>, R> asked) {
    wake();
    if (phase == Phase.WATCHING) {
      return watched(known, cache.heardAt().orElseThrow());
    }
    try {
      var listing = list.join();
      return Observed.live(asked.apply(listing), listing.at());
    } catch (ProblemException failed) {
      return cache
          .heardAt()
          .map(at -> Observed.old(known.get(), at, failed.problem().detail()))
          .orElseThrow(() -> failed);
    }
  }

  /** A connection can be lost without a sign, so a watch is believed while the server is there. */
  private <R> Observed<R> watched(Supplier<R> known, Instant heardAt) {
    try {
      if (heardAt.plus(times.doubt()).isBefore(clock.instant())) {
        server.confirmPresence(times.doubt());
      }
      return Observed.live(known.get(), heardAt);
    } catch (ProblemException away) {
      return Observed.old(known.get(), heardAt, away.problem().detail());
    }
  }

  private synchronized void wake() {
    askedAt = clock.instant();
    if (phase == Phase.RESTING && !closed) {
      phase = Phase.CATCHING_UP;
      watcher =
          Thread.ofVirtual()
              .name("kubernetes-watch-" + server.component().name() + "-" + kind.resource())
              .start(this::keepWatching);
    }
  }

  private Listing<T> readAndAdopt() {
    var listing = Listing.read(server, kind, Optional.empty(), clock);
    synchronized (this) {
      // A watch that runs is ahead of a list that was asked for before it.
      if (phase != Phase.WATCHING) {
        cache.replace(listing);
      }
    }
    return listing;
  }

  private void keepWatching() {
    int failures = 0;
    try {
      while (isWanted()) {
        var end = watchOnce();
        if (closed) {
          return;
        }
        if (end.isHealthy()) {
          failures = 0;
          toldAlready = "";
        } else {
          lost(end);
          failures++;
          Thread.sleep(times.pause(failures));
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Rests when nobody has asked for long. Whoever asks at this moment finds it resting or not. */
  private synchronized boolean isWanted() {
    boolean wanted = !closed && clock.instant().isBefore(askedAt.plus(times.idle()));
    if (!wanted) {
      phase = Phase.RESTING;
      cache.forgetPosition();
    }
    return wanted;
  }

  private WatchEnd watchOnce() {
    try {
      if (isListDue()) {
        enter(Phase.CATCHING_UP);
        list.join();
      }
      return watchFrom(cache.position().orElseThrow());
    } catch (ProblemException failed) {
      return new WatchEnd.Broken(failed.problem().detail());
    } catch (RuntimeException unexpected) {
      LOG.error("the watch of {} broke", name(), unexpected);
      cache.forgetPosition();
      return new WatchEnd.Broken("an error of Binnacle");
    }
  }

  private boolean isListDue() {
    return cache.position().isEmpty()
        || cache
            .listedAt()
            .filter(at -> at.plus(times.relist()).isAfter(clock.instant()))
            .isEmpty();
  }

  private WatchEnd watchFrom(String position) {
    var length = times.length();
    var target =
        "%s?watch=1&allowWatchBookmarks=true&resourceVersion=%s&timeoutSeconds=%d"
            .formatted(
                kind.path(),
                URLEncoder.encode(position, StandardCharsets.UTF_8),
                length.toSeconds());
    try (var stream = server.open(new Permission("watch", kind.resource()), target)) {
      enter(Phase.WATCHING);
      var end = new WatchReader<>(kind, cache, clock).read(stream, length.plus(times.margin()));
      if (!end.keepsPosition()) {
        cache.forgetPosition();
      }
      return end;
    }
  }

  private synchronized void enter(Phase next) {
    phase = next;
  }

  /** What goes wrong over and over is told once. */
  private synchronized void lost(WatchEnd end) {
    phase = Phase.CATCHING_UP;
    if (!closed && !toldAlready.equals(end.words())) {
      toldAlready = end.words();
      LOG.warn("the watch of {} ended: {}", name(), toldAlready);
    }
  }

  private String name() {
    return kind.resource() + " of " + server.component().name();
  }

  /** Ends the watch and waits for it a little: its thread must not outlive its classes. */
  @Override
  public void close() {
    Thread ending;
    synchronized (this) {
      closed = true;
      phase = Phase.CATCHING_UP;
      ending = watcher;
    }
    if (ending != null) {
      ending.interrupt();
      try {
        ending.join(LAST_WORDS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
