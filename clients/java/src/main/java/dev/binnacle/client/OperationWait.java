package dev.binnacle.client;

import dev.binnacle.client.api.OperationsApi;
import dev.binnacle.client.model.Operation;
import dev.binnacle.client.model.OperationEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** One wait for one operation, through the restarts of servers and the errors of proxies. */
final class OperationWait {
  private final UUID id;
  private final WaitOptions options;
  private final WaitApis apis;
  private final OperationsApi operations;
  private final Deadline deadline;
  private final Outage outage;
  private Optional<Operation> lastSeen = Optional.empty();
  private Optional<BinnacleException> lastFailure = Optional.empty();

  /**
   * A wait that begins now.
   *
   * @param apisUntil gives the ways to the server whose calls end soon after a deadline
   */
  OperationWait(UUID id, WaitOptions options, Function<Deadline, WaitApis> apisUntil) {
    this.id = id;
    this.options = options;
    this.deadline = Deadline.in(options.atMost());
    this.outage = new Outage(options.outage());
    this.apis = apisUntil.apply(deadline);
    this.operations = apis.operations();
  }

  /** Blocks until the operation is final. */
  Operation untilFinal() {
    return options.progress().map(this::following).orElseGet(this::looking);
  }

  private Operation looking() {
    while (true) {
      var poll = LongPoll.within(lastSeen.isEmpty() ? Duration.ZERO : deadline.left());
      var operation = asked(() -> look(poll));
      if (operation.isPresent() && OperationStates.isFinal(operation.get().getState())) {
        return operation.get();
      }
      requireTime();
      poll.rest();
    }
  }

  private Operation following(Consumer<OperationEvent> progress) {
    try (var feed = apis.events(id)) {
      while (true) {
        var operation = asked(() -> look(LongPoll.none()));
        var ended = operation.filter(seen -> OperationStates.isFinal(seen.getState()));
        boolean mayBeOver;
        do {
          if (ended.isEmpty()) {
            requireTime();
          }
          var batch =
              asked(() -> ended.isPresent() ? feed.rest() : feed.next(deadline.left()))
                  .orElse(EventFeed.Batch.NOTHING);
          batch.events().forEach(progress);
          mayBeOver = batch.mayBeOver();
        } while (!mayBeOver);
        if (ended.isPresent()) {
          return ended.get();
        }
      }
    }
  }

  private Operation look(LongPoll poll) {
    var wait = poll.seconds() == 0 ? null : "wait=" + poll.seconds();
    var operation = operations.getOperation(id, wait, null);
    lastSeen = Optional.of(operation);
    return operation;
  }

  private <T> Optional<T> asked(Supplier<T> question) {
    try {
      var answer = question.get();
      outage.over();
      return Optional.of(answer);
    } catch (BinnacleException failure) {
      lastFailure = Optional.of(failure);
      outage.rideOut(failure, deadline);
      requireTime();
      return Optional.empty();
    }
  }

  private void requireTime() {
    if (deadline.isOver()) {
      throw new WaitTimeoutException(id, options.atMost(), lastSeen, lastFailure.orElse(null));
    }
  }
}
