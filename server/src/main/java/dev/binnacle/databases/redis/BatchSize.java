package dev.binnacle.databases.redis;

import java.time.Duration;
import java.util.List;

/**
 * How many slots a source gives in one go: so many that a round takes between half a second and
 * two. Longer ones would keep a cancel waiting, shorter ones look more than they move. Pure.
 */
final class BatchSize {

  private static final int FIRST = 128;
  private static final int SMALLEST = 16;
  private static final int LARGEST = 1024;
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofSeconds(2);

  private BatchSize() {}

  /** The first one, which with a limited rate depends on how many keys a slot has on average. */
  static int first(RedisPicture picture, MoveIntent intent) {
    return intent
        .keysPerSecond()
        .map(rate -> (int) (rate * LONG.toSeconds() / keysOfASlot(picture.servingMasters())))
        .map(slots -> Math.clamp(slots, 1, FIRST))
        .orElse(FIRST);
  }

  private static double keysOfASlot(List<RedisMember> masters) {
    long keys =
        masters.stream()
            .flatMap(master -> master.report().stream())
            .mapToLong(report -> report.facts().keys())
            .sum();
    int slots = masters.stream().mapToInt(master -> master.slots().count()).sum();
    return Math.max(1.0 / FIRST, (double) keys / Math.max(1, slots));
  }

  /** The next one, after a round of the present size took so long. */
  static int next(int present, Duration took) {
    if (took.compareTo(SHORT) < 0) {
      return Math.min(LARGEST, 2 * present);
    }
    return took.compareTo(LONG) > 0 ? Math.max(Math.min(SMALLEST, present), present / 2) : present;
  }
}
