package dev.binnacle.databases.postgresql;

import java.util.Optional;

/**
 * A reinitialisation resolved against the world.
 *
 * @param startedAt when the member's PostgreSQL was started before; empty when it was down
 */
public record ReinitializeIntent(String database, String member, Optional<String> startedAt) {}
