package dev.binnacle.databases.postgresql;

import java.util.Optional;

/**
 * A failover resolved against the world.
 *
 * @param leader who holds the leader key, well or not; empty when nobody does
 * @param candidate the member that is to become leader
 * @param timeline the newest that any member was on
 */
public record FailoverIntent(
    String database, Optional<String> leader, String candidate, long timeline) {}
