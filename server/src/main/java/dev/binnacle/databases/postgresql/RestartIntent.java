package dev.binnacle.databases.postgresql;

import java.util.Optional;

/**
 * A restart resolved against the world.
 *
 * @param leads whether the member led when this was decided
 * @param startedAt when its PostgreSQL was started before; empty when it was down
 */
public record RestartIntent(
    String database,
    String member,
    boolean leads,
    boolean onlyPending,
    Optional<String> startedAt) {}
