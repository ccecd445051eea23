package dev.binnacle.databases.postgresql;

import java.time.Duration;

/**
 * A switchover resolved against the world.
 *
 * @param database its name in the platform description
 * @param leader the member that leads and is to become a replica
 * @param candidate the member that is to become leader
 * @param loopWait how often Patroni looks at the cluster
 */
public record SwitchoverIntent(
    String database, String leader, String candidate, Duration loopWait) {}
