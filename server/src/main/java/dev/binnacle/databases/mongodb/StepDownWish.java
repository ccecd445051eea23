package dev.binnacle.databases.mongodb;

import java.time.Duration;

/**
 * What a caller of a step down wants.
 *
 * @param period how long the old primary may not lead again
 * @param catchUp how long MongoDB waits for a secondary that has everything
 */
public record StepDownWish(Duration period, Duration catchUp) {}
