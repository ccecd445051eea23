package dev.binnacle.platform;

import dev.binnacle.problems.ProblemException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one way to an endpoint of a component: nobody waits longer than the time limit, a component
 * that keeps silent is left alone for a while, and only so many calls run at once. Every failure
 * comes out as a {@link ProblemException} that names the component and what it said. Thread-safe.
 */
public final class ComponentEdge {

  private static final ExecutorService CALLS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("component-call-", 0).factory());
  private static final Retry ONCE_MORE =
      Retry.of(
          "connect",
          RetryConfig.custom()
              .maxAttempts(2)
              .waitDuration(Duration.ofMillis(50))
              .retryExceptions(ConnectException.class)
              .build());

  private final Component component;
  private final String endpoint;
  private final Duration timeLimit;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private final Clock clock;
  private volatile LastCall lastCall = new LastCall(Optional.empty(), Optional.empty());
  private volatile Optional<Instant> lastAnswer = Optional.empty();

  private record LastCall(Optional<Instant> at, Optional<String> failure) {}

  ComponentEdge(
      Component component,
      String endpoint,
      Duration timeLimit,
      CircuitBreaker breaker,
      Bulkhead bulkhead,
      Clock clock) {
    this.component = component;
    this.endpoint = endpoint;
    this.timeLimit = timeLimit;
    this.breaker = breaker;
    this.bulkhead = bulkhead;
    this.clock = clock;
  }

  /**
   * A call that changes nothing; a refused connection is tried once more.
   *
   * @throws ProblemException when it fails
   */
  public <T> T read(Callable<T> call) {
    return read(timeLimit, call);
  }

  /**
   * The same for a caller who can wait less, as part of a longer question.
   *
   * @throws ProblemException when it fails
   */
  public <T> T read(Duration limit, Callable<T> call) {
    return guarded(limit, () -> ONCE_MORE.executeCallable(call));
  }

  /**
   * A call that changes something: never repeated here.
   *
   * @param limit how long the component may take, which for an effect is its own affair
   * @throws ProblemException when it fails, in which case the effect may have happened all the same
   */
  public <T> T effect(Duration limit, Callable<T> call) {
    return guarded(limit, call);
  }

  /**
   * A look at a component that is expected to be away for a moment. Limited like every call, but
   * the breaker neither counts nor stops it: it would hide the very return that is waited for.
   *
   * @throws ProblemException when it fails
   */
  public <T> T expectingAbsence(Callable<T> call) {
    return noted(() -> bulkhead.executeCallable(() -> limited(timeLimit, call)));
  }

  /** Whether calls go through. */
  public EdgeFacts.Breaker breaker() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> EdgeFacts.Breaker.OPEN;
      case HALF_OPEN -> EdgeFacts.Breaker.HALF_OPEN;
      default -> EdgeFacts.Breaker.CLOSED;
    };
  }

  /** How calls went lately. */
  EdgeFacts facts() {
    var last = lastCall;
    return new EdgeFacts(endpoint, breaker(), last.at(), lastAnswer, last.failure());
  }

  private <T> T guarded(Duration limit, Callable<T> call) {
    return noted(
        () -> bulkhead.executeCallable(() -> breaker.executeCallable(() -> limited(limit, call))));
  }

  private <T> T noted(Callable<T> call) {
    try {
      T answer = call.call();
      answered();
      return answer;
    } catch (Exception failure) {
      if (failure instanceof ComponentRefusedException) {
        answered();
      } else if (!(failure instanceof InterruptedException)) {
        lastCall =
            new LastCall(Optional.of(clock.instant()), Optional.of(ComponentFailure.said(failure)));
      }
      throw ComponentFailure.problem(component, endpoint, failure);
    }
  }

  private void answered() {
    var now = Optional.of(clock.instant());
    lastCall = new LastCall(now, Optional.empty());
    lastAnswer = now;
  }

  private static <T> T limited(Duration limit, Callable<T> call) throws Exception {
    var answer = CALLS.submit(call);
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    } catch (TimeoutException | InterruptedException givenUp) {
      answer.cancel(true);
      if (givenUp instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw givenUp;
    }
  }
}
