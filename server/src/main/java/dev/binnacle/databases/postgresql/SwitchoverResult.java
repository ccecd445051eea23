package dev.binnacle.databases.postgresql;

import java.time.Duration;

/**
 * Who leads now, and what it cost: the contract's result of the kind SWITCHOVER.
 *
 * @param writeOutage how long no member took writes, as measured from outside
 * @param writeOutageExact whether the measurement was never interrupted; else it is an upper bound
 * @param switchoverDuration from the request to Patroni until the new leader took writes
 * @param totalDuration from the first step until the old leader streamed again
 */
public record SwitchoverResult(
    String kind,
    String previousLeader,
    String newLeader,
    long previousTimeline,
    long newTimeline,
    Duration writeOutage,
    boolean writeOutageExact,
    Duration switchoverDuration,
    Duration totalDuration) {}
