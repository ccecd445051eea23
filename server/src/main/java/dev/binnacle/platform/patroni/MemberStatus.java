package dev.binnacle.platform.patroni;

import java.util.Optional;

/**
 * A member as it sees itself.
 *
 * @param serverVersion of PostgreSQL, as people write it
 * @param patroniVersion of its Patroni
 * @param seesNoLeader whether it finds the leader key free
 * @param failsafe whether it runs on without the consensus store
 */
public record MemberStatus(
    MemberRole role,
    MemberState state,
    Optional<Long> timeline,
    Optional<String> serverVersion,
    Optional<String> patroniVersion,
    boolean pendingRestart,
    boolean paused,
    boolean seesNoLeader,
    boolean failsafe,
    MemberTags tags) {}
