package dev.binnacle.databases.redis;

import java.time.Duration;
import java.util.Optional;

/** How it ended: the contract's result of the kind REDIS_REWRITE. */
public record RewriteResult(
    String kind,
    String node,
    Optional<Long> previousSizeBytes,
    Optional<Long> sizeBytes,
    Duration duration) {}
