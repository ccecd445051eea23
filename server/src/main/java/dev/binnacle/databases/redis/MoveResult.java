package dev.binnacle.databases.redis;

import java.time.Duration;

/** How it ended: the contract's result of the kinds that move slots. */
public record MoveResult(String kind, int slotsMoved, long keysMoved, Duration duration) {}
