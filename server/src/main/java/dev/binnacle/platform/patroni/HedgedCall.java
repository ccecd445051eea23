package dev.binnacle.platform.patroni;

import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Asks several places for the same thing: the next one when those before have failed, or have not
 * answered for a moment. The first answer wins, and all of them together have one time limit.
 */
final class HedgedCall {

  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final ExecutorService CALLS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("patroni-", 0).factory());

  private HedgedCall() {}

  /**
   * The first answer.
   *
   * @param places at least one, best first
   * @param limit for the whole: a place that is asked later has less
   * @param call gives up by itself after the time it is given
   * @throws ProblemException the first place's, when none answers
   */
  static <P, T> T of(List<P> places, Duration limit, BiFunction<P, Duration, T> call) {
    long end = System.nanoTime() + limit.toNanos();
    var answers = new ExecutorCompletionService<T>(CALLS);
    var running = new ArrayList<Future<T>>();
    var failures = new ArrayList<RuntimeException>();
    try {
      while (true) {
        if (running.size() < places.size()) {
          var place = places.get(running.size());
          var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
          running.add(answers.submit(() -> call.apply(place, left)));
        }
        var next =
            running.size() == places.size()
                ? answers.take()
                : answers.poll(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
          continue;
        }
        try {
          return next.get();
        } catch (ExecutionException failed) {
          failures.add(unchecked(failed.getCause()));
          if (failures.size() == places.size()) {
            throw failures.getFirst();
          }
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking", stopped);
    } finally {
      running.forEach(future -> future.cancel(true));
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }
}
