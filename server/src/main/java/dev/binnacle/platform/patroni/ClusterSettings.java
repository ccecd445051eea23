package dev.binnacle.platform.patroni;

import java.time.Duration;

/**
 * The dynamic configuration that all members share, as far as it matters for leadership.
 *
 * @param maximumLagBytes how far behind a member may be and still become leader
 * @param synchronousMode whether commits wait for standbys
 * @param quorumMode whether any of several standbys will do for that
 * @param loopWait how often each member looks at the cluster
 * @param ttl how long the leader key outlives its last renewal
 */
public record ClusterSettings(
    long maximumLagBytes,
    boolean synchronousMode,
    boolean quorumMode,
    Duration loopWait,
    Duration ttl) {}
