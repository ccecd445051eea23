package dev.binnacle.nodes.drain;

import dev.binnacle.platform.kubernetes.EvictionAnswer;
import dev.binnacle.platform.kubernetes.KubernetesCluster;
import dev.binnacle.platform.kubernetes.PodReference;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Asks the API server about many pods, some at a time. Thread-safe. */
final class EvictionCalls {

  /** Fewer than the edge lets through, so that other questions still find a place. */
  private static final int AT_A_TIME = 16;

  private static final ExecutorService CALLS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("eviction-", 0).factory());

  private final KubernetesCluster cluster;
  private final Optional<Duration> grace;

  EvictionCalls(KubernetesCluster cluster, Optional<Duration> grace) {
    this.cluster = cluster;
    this.grace = grace;
  }

  /** What came of asking about one pod. */
  sealed interface Outcome {
    /** Whether a budget holds the pod. */
    default boolean isHeld() {
      return this instanceof Answered(var answer)
          && (answer instanceof EvictionAnswer.BlockedByBudget
              || answer instanceof EvictionAnswer.SeveralBudgets);
    }

    /** The API server said something. */
    record Answered(EvictionAnswer answer) implements Outcome {}

    /** It said nothing that tells what became of it. */
    record Unheard(ProblemException problem) implements Outcome {}
  }

  /** Asks about each of the pods; waits for all. */
  Map<PodReference, Outcome> ask(List<PodReference> pods, boolean dryRun) {
    var places = new Semaphore(AT_A_TIME);
    var calls = new LinkedHashMap<PodReference, Future<Outcome>>();
    pods.forEach(pod ->
        calls.put(
            pod,
            CALLS.submit(() -> {
              places.acquire();
              try {
                return ask(pod, dryRun);
              } finally {
                places.release();
              }
            })));
    var outcomes = new LinkedHashMap<PodReference, Outcome>();
    try {
      for (var call : calls.entrySet()) {
        outcomes.put(call.getKey(), call.getValue().get());
      }
      return outcomes;
    } catch (ExecutionException broken) {
      throw new IllegalStateException(broken.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for evictions", stopped);
    } finally {
      calls.values().forEach(call -> call.cancel(true));
    }
  }

  private Outcome ask(PodReference pod, boolean dryRun) {
    try {
      return new Outcome.Answered(cluster.evict(pod, grace, dryRun));
    } catch (ProblemException silent) {
      return new Outcome.Unheard(silent);
    }
  }
}
