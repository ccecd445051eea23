package dev.binnacle.databases.redis;

import java.time.Duration;
import java.time.Instant;

/** How it ended: the contract's result of the kind REDIS_SNAPSHOT. */
public record SnapshotResult(
    String kind, String node, Instant previousSnapshotAt, Instant snapshotAt, Duration duration) {}
