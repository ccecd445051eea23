package dev.binnacle.platform.kubernetes;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long things around a watch may take.
 *
 * @param shortest a watch is asked for at least so long
 * @param longest and for at most so long, by chance, so that not all end together
 * @param doubt after that time without a word from the server it is asked whether it is there at
 *     all
 * @param margin how long a watch may outlive the time it was asked for; then it is dead
 * @param firstPause before the first new attempt
 * @param longestPause the pause doubles up to that
 * @param relist after that time all is read again, whatever the watch said
 * @param idle a list that nobody asked for so long is watched no more
 */
record WatchTimes(
    Duration shortest,
    Duration longest,
    Duration doubt,
    Duration margin,
    Duration firstPause,
    Duration longestPause,
    Duration relist,
    Duration idle) {

  /** What holds unless a test is in a hurry. */
  static final WatchTimes USUAL =
      new WatchTimes(
          Duration.ofSeconds(40),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofMillis(200),
          Duration.ofSeconds(20),
          Duration.ofMinutes(15),
          Duration.ofMinutes(10));

  /** How long the next watch is asked for, in whole seconds as the API wants it. */
  Duration length() {
    return Duration.ofSeconds(
        ThreadLocalRandom.current().nextLong(shortest.toSeconds(), longest.toSeconds() + 1));
  }

  /**
   * How long to wait after that many failures in a row: at random between half and the whole of a
   * time that doubles.
   */
  Duration pause(int failures) {
    long whole = firstPause.toMillis() << Math.min(failures - 1, 20);
    long limit = Math.min(whole, longestPause.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit / 2, limit + 1));
  }
}
