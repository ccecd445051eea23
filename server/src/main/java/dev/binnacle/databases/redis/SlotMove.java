package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.Slots;

/**
 * Slots that are to change their owner.
 *
 * @param source the id of the master that had them when the move was planned
 * @param target the id of the master that is to have them
 */
public record SlotMove(String source, String target, Slots slots) {}
