package dev.binnacle.client;

import java.time.Duration;

/** The time in which a server does not answer as it should, in the middle of a wait. */
final class Outage {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final RetryPolicy PAUSES =
      new RetryPolicy(1, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ZERO);

  private final Duration longest;
  private Deadline end;
  private int failures;

  Outage(Duration longest) {
    this.longest = longest;
    this.end = Deadline.in(longest);
  }

  /** The server has answered. */
  void over() {
    failures = 0;
  }

  /**
   * Waits a while, if the failure is one that may pass and has not lasted too long.
   *
   * @throws BinnacleException the failure, if not
   */
  void rideOut(BinnacleException failure, Deadline deadline) {
    if (failures == 0) {
      end = Deadline.in(longest);
    }
    failures++;
    if (end.isOver() || !mayPass(failure)) {
      throw failure;
    }
    var pause = RetryAfter.of(failure).orElse(Duration.ZERO).plus(PAUSES.pauseAfter(failures));
    Pause.of(deadline.leftUpTo(pause));
  }

  private static boolean mayPass(BinnacleException failure) {
    if (failure instanceof ConnectionException lost) {
      return lost.failure() != ConnectionException.Failure.TLS;
    }
    if (failure instanceof ProblemException refused) {
      return refused.status() == TOO_MANY_REQUESTS || refused.status() >= SERVER_ERROR;
    }
    if (failure instanceof TokenException missing) {
      return missing.mayPass();
    }
    return failure instanceof ApiException foreign && foreign.mayPass();
  }
}
