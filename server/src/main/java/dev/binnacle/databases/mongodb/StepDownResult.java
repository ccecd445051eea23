package dev.binnacle.databases.mongodb;

import java.time.Duration;

/**
 * Who leads now: the contract's result of the kind STEP_DOWN_MONGODB_PRIMARY.
 *
 * @param totalDuration from the first step until the old primary followed the new one
 */
public record StepDownResult(
    String kind,
    String previousPrimary,
    String newPrimary,
    long previousTerm,
    long newTerm,
    Duration totalDuration) {}
