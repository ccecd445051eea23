package dev.binnacle.client;

import java.time.Duration;

/**
 * One request in which the server does the waiting. Should a proxy or server answer at once
 * instead, the rest of a second is waited here, so that nothing becomes a busy loop.
 */
final class LongPoll {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration SHORTEST_ROUND = Duration.ofSeconds(1);

  private final Deadline end;
  private final Deadline endOfRound;

  private LongPoll(Duration atMost) {
    this.end = Deadline.in(atMost.compareTo(LONGEST) < 0 ? atMost : LONGEST);
    this.endOfRound = Deadline.in(end.leftUpTo(SHORTEST_ROUND));
  }

  /** A request that waits that long, but never longer than half a minute. */
  static LongPoll within(Duration atMost) {
    return new LongPoll(atMost);
  }

  /** A request that does not wait. */
  static LongPoll none() {
    return new LongPoll(Duration.ZERO);
  }

  /** How long the server may wait. */
  int seconds() {
    return (int) end.left().plusMillis(500).toSeconds();
  }

  /** Blocks for what is left of the shortest round. */
  void rest() {
    Pause.of(endOfRound.left());
  }
}
