package dev.binnacle.platform.kubernetes;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Lets all who want the same at the same time wait for one call. Thread-safe. */
final class SharedCall<T> {

  private static final ExecutorService CALLS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kubernetes-list-", 0).factory());

  private final Supplier<T> call;
  private CompletableFuture<T> running;

  SharedCall(Supplier<T> call) {
    this.call = call;
    this.running = CompletableFuture.completedFuture(null);
  }

  /** The result of the call that runs, or of a new one. */
  T join() {
    try {
      return current().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  private synchronized CompletableFuture<T> current() {
    if (running.isDone()) {
      running = CompletableFuture.supplyAsync(call, CALLS);
    }
    return running;
  }
}
