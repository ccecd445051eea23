package dev.binnacle.platform.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Lets all who want the same at the same time wait for one call, whose result may serve those who
 * come a little later, too. Thread-safe.
 */
final class SharedCall<T> {

  private static final ExecutorService CALLS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kubernetes-list-", 0).factory());

  private final Supplier<T> call;
  private final Duration kept;
  private final Clock clock;
  private CompletableFuture<T> latest = CompletableFuture.failedFuture(new CancellationException());
  private Instant madeAt = Instant.EPOCH;

  /** A call whose result is for those alone who came while it ran. */
  SharedCall(Supplier<T> call) {
    this(call, Duration.ZERO, Clock.systemUTC());
  }

  /**
   * A call whose result is kept, unless it fails.
   *
   * @param kept how long, from the beginning of the call
   */
  SharedCall(Supplier<T> call, Duration kept, Clock clock) {
    this.call = call;
    this.kept = kept;
    this.clock = clock;
  }

  /** The result of the call that runs, of the last one while it is kept, or of a new one. */
  T join() {
    try {
      return current().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  private synchronized CompletableFuture<T> current() {
    var now = clock.instant();
    if (latest.isDone()
        && (latest.isCompletedExceptionally() || !now.isBefore(madeAt.plus(kept)))) {
      latest = CompletableFuture.supplyAsync(call, CALLS);
      madeAt = now;
    }
    return latest;
  }
}
