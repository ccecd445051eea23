package dev.binnacle.sandbox.kubernetes.apiserver;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What of a container's log is wanted, after the PodLogOptions of the core API.
 *
 * @param follow whether to go on with what the container writes later
 * @param previous whether the run before the container's last restart is meant
 * @param timestamps whether each line begins with its RFC 3339 time
 * @param since only lines from then on
 * @param tailLines only so many of the last lines
 * @param limitBytes only so many of the first bytes
 */
public record LogOptions(
    boolean follow,
    boolean previous,
    boolean timestamps,
    Optional<Instant> since,
    OptionalLong tailLines,
    OptionalLong limitBytes) {}
