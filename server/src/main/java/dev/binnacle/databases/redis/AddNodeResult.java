package dev.binnacle.databases.redis;

import java.time.Duration;
import java.util.Optional;

/** How it ended: the contract's result of an added node. */
public record AddNodeResult(
    String kind, String node, String id, String role, Optional<String> master, Duration duration) {}
