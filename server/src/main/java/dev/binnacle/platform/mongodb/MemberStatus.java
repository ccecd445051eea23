package dev.binnacle.platform.mongodb;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A member as another one, or it itself, sees it. What the asked member cannot know is empty.
 *
 * @param name host and port, as the configuration has them
 * @param healthy whether heartbeats reach it
 * @param applied the last operation that it has applied; empty when it is down
 * @param appliedAt when that was written; of a member that is down, as long as anybody remembers
 * @param syncSource whom it reads the oplog from
 * @param lastHeartbeat when the asked member last heard of it; empty for itself
 * @param electedAt when it became primary; empty unless it is
 * @param configurationVersion of the configuration that it knows
 * @param message what is unusual about it, in the server's words
 */
public record MemberStatus(
    int id,
    String name,
    MemberState state,
    boolean healthy,
    Duration uptime,
    Optional<OpTime> applied,
    Optional<Instant> appliedAt,
    Optional<String> syncSource,
    Optional<Instant> lastHeartbeat,
    Optional<Instant> electedAt,
    int configurationVersion,
    Optional<String> message) {}
