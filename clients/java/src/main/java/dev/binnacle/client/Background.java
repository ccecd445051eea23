package dev.binnacle.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A blocking call in a thread of its own, which a cancelled future interrupts. */
final class Background {
  private Background() {}

  static <T> CompletableFuture<T> run(Supplier<T> call) {
    var result = new CompletableFuture<T>();
    var thread =
        new Thread(
            () -> {
              try {
                result.complete(call.get());
              } catch (Throwable failed) {
                result.completeExceptionally(failed);
              }
            },
            "binnacle-call");
    thread.setDaemon(true);
    result.whenComplete((value, failure) -> {
      if (result.isCancelled()) {
        thread.interrupt();
      }
    });
    thread.start();
    return result;
  }
}
