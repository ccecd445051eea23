package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.Slots;

/** The slots of a master. */
record SlotShare(String master, Slots slots) {

  static SlotShare of(RedisMember member) {
    return new SlotShare(member.id(), member.slots());
  }
}
