package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.Slots;
import java.util.List;
import java.util.stream.Stream;

/**
 * Slots that one master gives to another in one go.
 *
 * @param others every other master that answers and has to learn who owns the slots
 */
record MoveBatch(RedisMember source, RedisMember target, Slots slots, List<RedisMember> others) {

  MoveBatch {
    others = List.copyOf(others);
  }

  /** Who has to learn of the new owner, the source first. */
  List<RedisMember> informed() {
    return Stream.concat(Stream.of(source), others.stream()).toList();
  }
}
