package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.Slots;
import java.util.List;
import java.util.Optional;

/**
 * Which slots are to go where, and how.
 *
 * @param keysPerSecond how fast keys may move; empty for as fast as they can
 * @param replaceKeys whether a key that both sides have with different values is taken from the
 *     source
 */
public record MoveIntent(
    String database, List<SlotMove> moves, Optional<Integer> keysPerSecond, boolean replaceKeys) {

  public MoveIntent {
    moves = List.copyOf(moves);
  }

  /** How many slots that are. */
  int count() {
    return moves.stream().map(SlotMove::slots).mapToInt(Slots::count).sum();
  }
}
