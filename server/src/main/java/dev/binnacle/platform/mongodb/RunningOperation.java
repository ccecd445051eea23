package dev.binnacle.platform.mongodb;

import java.time.Duration;
import java.util.Optional;

/**
 * An operation that runs on a member, without the values that it was given.
 *
 * @param id by which the server can be asked to end it
 * @param kind in the server's words, such as {@code query}
 * @param command the name of the command, if it is one
 * @param client where it comes from; empty for the server's own
 * @param plan how a query finds its documents
 */
public record RunningOperation(
    String id,
    String kind,
    String namespace,
    Optional<String> command,
    Optional<String> client,
    Optional<String> plan,
    Duration running,
    boolean waitingForLock) {}
