package dev.binnacle.databases.mongodb;

import java.time.Duration;

/**
 * What came of an addition or a removal: the contract's result of both kinds.
 *
 * @param configurationVersion of the configuration that came of it
 */
public record MembershipResult(
    String kind,
    String member,
    int members,
    int voters,
    int configurationVersion,
    Duration totalDuration) {}
