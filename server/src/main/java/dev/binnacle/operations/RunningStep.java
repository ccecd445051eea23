package dev.binnacle.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The context of the steps of one run. Used by the runner's thread alone. */
final class RunningStep<I> implements StepContext<I> {

  private final RunnerJournal.Claim claim;
  private final I intent;
  private final RunnerJournal journal;
  private final Clock clock;
  private final BooleanSupplier shuttingDown;
  private int position;

  RunningStep(
      RunnerJournal.Claim claim,
      I intent,
      RunnerJournal journal,
      Clock clock,
      BooleanSupplier shuttingDown) {
    this.claim = claim;
    this.intent = intent;
    this.journal = journal;
    this.clock = clock;
    this.shuttingDown = shuttingDown;
  }

  void enter(int newPosition) {
    position = newPosition;
  }

  @Override
  public UUID operationId() {
    return claim.id();
  }

  @Override
  public I intent() {
    return intent;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void progress(String message, Fact... detail) {
    journal.progress(claim, position, message, List.of(detail));
  }

  @Override
  public void remember(String key, String value) {
    journal.remember(claim, key, value);
  }

  @Override
  public Optional<String> recall(String key) {
    return Optional.ofNullable(journal.memory(claim).get(key));
  }

  @Override
  public void beforeEffect(String what) {
    refuseWhenLate(() -> what);
    stopWhenShuttingDown();
    progress(what);
  }

  @Override
  public void safePoint() {
    if (journal.interrupt(claim, position)) {
      throw new StepInterrupted();
    }
  }

  @Override
  public <T> T await(Supplier<String> what, Duration pause, Supplier<Optional<T>> look) {
    while (true) {
      var seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      stopWhenShuttingDown();
      refuseWhenLate(what);
      sleep(pause);
    }
  }

  private void refuseWhenLate(Supplier<String> what) {
    var deadline = journal.verify(claim);
    if (deadline != null && clock.instant().isAfter(deadline)) {
      throw new TimeLimitPassed(what.get());
    }
  }

  private void stopWhenShuttingDown() {
    if (shuttingDown.getAsBoolean()) {
      throw new RunnerStopped(RunnerStopped.Cause.SHUTTING_DOWN);
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException shutdown) {
      Thread.currentThread().interrupt();
      throw new RunnerStopped(RunnerStopped.Cause.SHUTTING_DOWN);
    }
  }
}
