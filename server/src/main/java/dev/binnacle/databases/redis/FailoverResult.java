package dev.binnacle.databases.redis;

import java.time.Duration;

/** How it ended: the contract's result of the kind REDIS_FAILOVER. */
public record FailoverResult(String kind, String node, String previousMaster, Duration duration) {}
