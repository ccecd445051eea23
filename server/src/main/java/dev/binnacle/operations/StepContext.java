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

  /** Keeps a value unless there is one of that key already. */
  default void rememberFirst(String key, String value) {
    if (recall(key).isEmpty()) {
      remember(key, value);
    }
  }

  /** What was kept. */
  Optional<String> recall(String key);

  /** What an earlier step has surely kept. */
  default String recallKept(String key) {
    return recall(key)
        .orElseThrow(() -> new IllegalStateException("an earlier step has not kept " + key));
  }

  /**
   * To be called just before an effect outside: makes sure that this runner is still the
   * operation's own and has time left, and records what is about to happen.
   */
  void beforeEffect(String what);

  /**
   * Says that nothing is half done here: a cancel or a pause that was asked for takes effect, in
   * which case this does not return, and the step begins again if the operation goes on later. Only
   * for steps that are planned as interruptible.
   */
  void safePoint();

  /**
   * Looks again and again until there is an answer.
   *
   * @param what what is waited for, for the message when time runs out; asked for at that moment
   * @param pause the time between two looks
   * @param look the look; empty while the state is not reached; it may throw to give up
   */
  <T> T await(Supplier<String> what, Duration pause, Supplier<Optional<T>> look);

  /** The same, when the words are always the same. */
  default <T> T await(String what, Duration pause, Supplier<Optional<T>> look) {
    return await(() -> what, pause, look);
  }
}
