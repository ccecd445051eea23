package dev.binnacle.databases.redis;

import java.time.Duration;

/** How it ended: the contract's result of a removed node. */
public record RemoveNodeResult(
    String kind, String node, String id, int slotsMoved, long keysMoved, Duration duration) {}
