package dev.binnacle.testing;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a state, with a generous deadline. */
public final class Patience {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private Patience() {}

  /** Looks until the predicate holds for what is seen, and gives that back. */
  public static <T> T until(
      String what, Duration deadline, Supplier<T> look, Predicate<T> reached) {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      var seen = look.get();
      if (reached.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + deadline + ": " + what + "; last seen: " + seen);
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting until " + what);
      }
    }
  }
}
