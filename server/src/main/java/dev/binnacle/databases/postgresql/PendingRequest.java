package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.patroni.PatroniClient;
import dev.binnacle.platform.patroni.SwitchoverAnswer;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A request to Patroni that may be answered, late, or never. Patroni answers only when the
 * switchover is over, so the world is watched meanwhile, and it is the world that counts.
 */
final class PendingRequest {

  /** Patroni follows a switchover for at most twice its loop_wait or twenty seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final long sentAt = System.nanoTime();
  private final CompletableFuture<SwitchoverAnswer> answer = new CompletableFuture<>();
  private volatile long answeredAt;

  private PendingRequest() {}

  /** Asks, and returns at once. */
  static PendingRequest send(PatroniClient patroni, SwitchoverIntent intent) {
    var request = new PendingRequest();
    Thread.ofVirtual()
        .name("switchover-request")
        .start(() -> {
          try {
            request.answered(
                patroni.switchover(intent.leader(), intent.candidate(), PATIENCE), null);
          } catch (RuntimeException failure) {
            request.answered(null, failure);
          }
        });
    return request;
  }

  private void answered(SwitchoverAnswer words, RuntimeException failure) {
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
