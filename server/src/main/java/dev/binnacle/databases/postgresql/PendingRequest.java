package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.patroni.PatroniAnswer;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A request to Patroni that may be answered, late, or never. Patroni answers many of them only when
 * all is over, so the world is watched meanwhile, and it is the world that counts.
 */
final class PendingRequest {

  private final long sentAt = System.nanoTime();
  private final CompletableFuture<PatroniAnswer> answer = new CompletableFuture<>();
  private volatile long answeredAt;

  private PendingRequest() {}

  /** Asks, and returns at once. */
  static PendingRequest send(Supplier<PatroniAnswer> asking) {
    var request = new PendingRequest();
    Thread.ofVirtual()
        .name("patroni-request")
        .start(() -> {
          try {
            request.answered(asking.get(), null);
          } catch (RuntimeException failure) {
            request.answered(null, failure);
          }
        });
    return request;
  }

  private void answered(PatroniAnswer words, RuntimeException failure) {
    answeredAt = System.nanoTime();
    if (failure == null) {
      answer.complete(words);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  /** Whether it was sent at least that long ago. */
  boolean sentBefore(Duration time) {
    return System.nanoTime() - sentAt >= time.toNanos();
  }

  /** Whether it was answered, or broke, at least that long ago. */
  boolean overFor(Duration time) {
    return answer.isDone() && System.nanoTime() - answeredAt >= time.toNanos();
  }

  /** Why Patroni will do nothing; empty as long as it may. */
  Optional<String> refusal() {
    if (!answer.isDone()) {
      return Optional.empty();
    }
    try {
      var words = answer.join();
      return words.refused() || words.failed()
          ? Optional.of(words.status() + " " + words.words())
          : Optional.empty();
    } catch (CompletionException broken) {
      return broken.getCause() instanceof ProblemException told
              && told.problem().extensions().get("component")
                  instanceof dev.binnacle.problems.Problem.Component component
              && told.problem().code() == dev.binnacle.problems.ProblemCode.COMPONENT_REFUSED
          ? Optional.of(component.said())
          : Optional.empty();
    }
  }
}
