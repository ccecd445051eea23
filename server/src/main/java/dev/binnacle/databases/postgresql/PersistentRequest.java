package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.StepContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Asks Patroni for a change and watches the world until it is there. Patroni's answer counts only
 * when it says no; a request that leads to nothing is made again, at growing intervals. For one
 * step of one run.
 */
final class PersistentRequest<I> {

  /** How long Patroni may take to answer; it follows some changes to their end. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  static final Duration PAUSE = Duration.ofMillis(100);

  /** How long the world may go on unchanged after Patroni has refused. */
  private static final Duration SETTLING = Duration.ofSeconds(2);

  /** How long nothing may happen before Patroni is asked again, at first. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final StepContext<I> context;
  private final String database;
  private final String what;
  private Optional<PendingRequest> pending = Optional.empty();
  private Duration silence = SILENCE;
  private final long begun = System.nanoTime();

  /**
   * A request.
   *
   * @param what what is asked for, as in "restart orders-1"
   */
  PersistentRequest(StepContext<I> context, String database, String what) {
    this.context = context;
    this.database = database;
    this.what = what;
  }

  /**
   * Waits until the change is there.
   *
   * @param awaited the change, for the message when time runs out
   * @param askedBefore whether another runner has asked: then the change may be under way, and the
   *     first request waits until it is surely not
   * @param done what the change brought; empty while it is not there
   * @param untouched whether the world is as before, so that nothing seems to be under way
   * @param ask makes the request, right after its fencing check
   * @throws dev.binnacle.problems.ProblemException when Patroni refuses
   */
  <T> T until(
      String awaited,
      boolean askedBefore,
      Supplier<Optional<T>> done,
      BooleanSupplier untouched,
      Supplier<PendingRequest> ask) {
    return context.await(
        awaited,
        PAUSE,
        () -> {
          var seen = done.get();
          if (seen.isEmpty()) {
            insist(askedBefore, untouched, ask);
          }
          return seen;
        });
  }

  private void insist(
      boolean askedBefore, BooleanSupplier untouched, Supplier<PendingRequest> ask) {
    if (pending.isEmpty()) {
      boolean surely = !askedBefore || System.nanoTime() - begun > SILENCE.toNanos();
      if (surely && (!askedBefore || untouched.getAsBoolean())) {
        pending = Optional.of(ask.get());
      }
      return;
    }
    var request = pending.get();
    if (request.overFor(SETTLING)) {
      request
          .refusal()
          .ifPresent(words -> {
            throw PatroniRefusal.of(database, what, words);
          });
    }
    if (request.sentBefore(silence) && untouched.getAsBoolean()) {
      silence = silence.multipliedBy(2);
      pending = Optional.of(ask.get());
    }
  }
}
