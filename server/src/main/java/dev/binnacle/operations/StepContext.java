package dev.binnacle.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a running step may use. Every method that writes is fenced: when another server has taken
 * the operation over, it throws {@link RunnerStopped} and the step must let it pass.
 *
 * @param <I> the procedure's intent
 */
public interface StepContext<I> {

  /** The operation that runs. */
  UUID operationId();

  /** What the procedure set out to do. */
  I intent();

  /** The state store's time. */
  Clock clock();

  /** Tells the watchers how it goes. */
  void progress(String message, Fact... detail);

  /** Keeps a value for later steps, and for this one should it have to begin again. */
  void remember(String key, String value);

  /** What was kept. */
  Optional<String> recall(String key);

  /**
   * To be called just before an effect outside: makes sure that this runner is still the
   * operation's own and has time left, and records what is about to happen.
   */
  void beforeEffect(String what);

  /**
   * Looks again and again until there is an answer.
   *
   * @param what what is waited for, for the message when time runs out
   * @param pause the time between two looks
   * @param look the look; empty while the state is not reached; it may throw to give up
   */
  <T> T await(String what, Duration pause, Supplier<Optional<T>> look);
}
