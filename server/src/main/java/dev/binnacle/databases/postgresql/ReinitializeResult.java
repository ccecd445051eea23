package dev.binnacle.databases.postgresql;

import java.time.Duration;

/**
 * How it went: the contract's result of the kind REINITIALIZE_MEMBER.
 *
 * @param timeline the one that the member is on now
 * @param duration from the request until the member streamed
 */
public record ReinitializeResult(
    String kind, String member, String leader, long timeline, Duration duration) {}
