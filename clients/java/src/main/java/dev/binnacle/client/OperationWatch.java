package dev.binnacle.client;

import dev.binnacle.client.api.OperationEventsApi;
import dev.binnacle.client.api.OperationsApi;
import dev.binnacle.client.model.Operation;
import dev.binnacle.client.model.OperationEvent;
import dev.binnacle.client.model.OperationState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Follows operations. The server does the waiting, so nothing is polled. Safe for use by several
 * threads.
 */
public final class OperationWatch {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Set<OperationState> FINAL =
      EnumSet.of(
          OperationState.SUCCEEDED,
          OperationState.FAILED,
          OperationState.CANCELLED,
          OperationState.REJECTED,
          OperationState.TIMED_OUT);

  private final OperationsApi operations;
  private final OperationEventsApi events;

  OperationWatch(OperationsApi operations, OperationEventsApi events) {
    this.operations = operations;
    this.events = events;
  }

  /** Whether nothing will happen in this operation any more unless somebody retries it. */
  public static boolean isFinal(Operation operation) {
    return FINAL.contains(operation.getState());
  }

  /**
   * Blocks until the operation is final, or until the time is over.
   *
   * @return the operation as it was seen last; ask {@link #isFinal} whether the time was enough
   * @throws ApiException when the server refuses or cannot be reached; the operation itself goes on
   */
  public Operation awaitFinal(UUID operationId, Duration atMost) throws ApiException {
    var end = System.nanoTime() + atMost.toNanos();
    while (true) {
      var asked = System.nanoTime();
      var left = Duration.ofNanos(Math.max(0, end - asked));
      var wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
      var operation = operations.getOperation(operationId, "wait=" + wait.toSeconds(), null);
      if (isFinal(operation) || end - System.nanoTime() < SHORTEST_WAIT.toNanos()) {
        return operation;
      }
      // A proxy that drops "Prefer" must not make this a busy loop.
      LockSupport.parkNanos(SHORTEST_WAIT.toNanos() - (System.nanoTime() - asked));
    }
  }

  /**
   * Hands over every event after a given one (0 for all), in order and once each, as they happen.
   * Returns after the last event of a final operation.
   *
   * @param events called in the calling thread
   * @throws ApiException when the server refuses or cannot be reached; call again with the sequence
   *     of the last event
   */
  public void forEachEvent(UUID operationId, long after, Consumer<OperationEvent> events)
      throws ApiException {
    while (true) {
      var page =
          this.events.listOperationEvents(
              operationId, after, (int) LONGEST_WAIT.toSeconds(), null, null);
      page.getItems().forEach(events);
      after = page.getNextAfter();
      if (page.getFinal()) {
        return;
      }
    }
  }
}
