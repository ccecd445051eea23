package dev.binnacle.databases.postgresql;

import java.time.Duration;

/**
 * How it went: the contract's result of the kind RESTART_MEMBER.
 *
 * @param led whether the member led, so that writes stopped
 * @param pendingRestart whether a setting still waits for a restart
 * @param duration from the request until the member did again what its role demands
 */
public record RestartResult(
    String kind, String member, boolean led, boolean pendingRestart, Duration duration) {}
