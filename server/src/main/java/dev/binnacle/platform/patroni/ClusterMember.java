package dev.binnacle.platform.patroni;

import dev.binnacle.platform.Address;
import java.net.URI;
import java.util.Optional;

/**
 * A member as the cluster sees it.
 *
 * @param apiUrl where its Patroni listens
 * @param address where its PostgreSQL listens; empty while that is not known
 * @param lagBytes how far it is behind, as Patroni reckons; empty when unknown, and for the leader
 * @param receiveLagBytes WAL not received yet; only of newer versions
 * @param replayLagBytes WAL not replayed yet; only of newer versions
 */
public record ClusterMember(
    String name,
    MemberRole role,
    MemberState state,
    Optional<URI> apiUrl,
    Optional<Address> address,
    Optional<Long> timeline,
    Optional<Long> lagBytes,
    Optional<Long> receiveLagBytes,
    Optional<Long> replayLagBytes,
    boolean pendingRestart,
    MemberTags tags) {}
