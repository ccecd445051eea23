package dev.binnacle.operations;

import dev.binnacle.http.Answers;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for an operation without holding a thread. */
@ApplicationScoped
public class OperationWaiting {

  private final OperationSignals signals;
  private final Answers answers;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("operation-waiting").factory());

  /** Required by CDI. */
  protected OperationWaiting() {
    this(null, null);
  }

  /** Waiting on signals. */
  @Inject
  public OperationWaiting(OperationSignals signals, Answers answers) {
    this.signals = signals;
    this.answers = answers;
  }

  /**
   * Looks now and after every change of the operation, until a look finds something or the time is
   * over.
   *
   * @param look reads the store; called on virtual threads, never twice at once
   * @param late what to answer when the time is over; called once, after the last look
   */
  <T> CompletionStage<T> until(
      UUID id, Duration limit, Supplier<Optional<T>> look, Supplier<T> late) {
    var found = new CompletableFuture<T>();
    var pump =
        new Pump(
            answers.threads(),
            () -> {
              try {
                if (!found.isDone()) {
                  look.get().ifPresent(found::complete);
                }
              } catch (RuntimeException failed) {
                found.completeExceptionally(failed);
              }
            });
    var subscription = signals.subscribe(id, pump::poke);
    var alarm =
        timer.schedule(
            () -> answers.threads().execute(() -> complete(found, late)),
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    found.whenComplete((any, failure) -> {
      subscription.close();
      alarm.cancel(false);
    });
    pump.poke();
    return found;
  }

  private static <T> void complete(CompletableFuture<T> found, Supplier<T> late) {
    try {
      if (!found.isDone()) {
        found.complete(late.get());
      }
    } catch (RuntimeException failed) {
      found.completeExceptionally(failed);
    }
  }

  /** The timer, for whoever has to do something small now and then. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** Stops the timer. */
  @PreDestroy
  void close() {
    timer.shutdownNow();
  }
}
