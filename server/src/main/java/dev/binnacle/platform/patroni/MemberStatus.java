package dev.binnacle.platform.patroni;

import java.util.Optional;

/**
 * A member as it sees itself.
 *
 * @param serverVersion of PostgreSQL, as people write it
 * @param patroniVersion of its Patroni
 * @param startedAt when its PostgreSQL was started, as the member writes it; empty while it is down
 * @param position how much WAL it has, written or received, in bytes
 * @param seesNoLeader whether it finds the leader key free
 * @param failsafe whether it runs on without the consensus store
 */
public record MemberStatus(
    MemberRole role,
    MemberState state,
    Optional<Long> timeline,
    Optional<String> serverVersion,
    Optional<String> patroniVersion,
    Optional<String> startedAt,
    Optional<Long> position,
    boolean pendingRestart,
    boolean paused,
    boolean seesNoLeader,
    boolean failsafe,
    MemberTags tags) {}
