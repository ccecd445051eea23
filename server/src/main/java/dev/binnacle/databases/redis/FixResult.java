package dev.binnacle.databases.redis;

/** How it ended: the contract's result of the kind REDIS_FIX_SLOTS. */
public record FixResult(String kind, int slotsClosed) {}
