package dev.binnacle.operations;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the same work after pokes from any thread: never twice at once, and always once more after
 * the last poke. Many pokes during one run make one further run. The work must not throw.
 */
final class Pump {

  private final Executor executor;
  private final Runnable work;
  private final AtomicInteger pokes = new AtomicInteger();

  Pump(Executor executor, Runnable work) {
    this.executor = executor;
    this.work = work;
  }

  /** Makes the work run soon, or once more when it is running. */
  void poke() {
    if (pokes.getAndIncrement() == 0) {
      executor.execute(this::drain);
    }
  }

  private void drain() {
    int seen = pokes.get();
    do {
      work.run();
      seen = pokes.addAndGet(-seen);
    } while (seen > 0);
  }
}
