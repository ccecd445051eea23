package dev.binnacle.platform.mongodb;

import java.time.Instant;
import java.util.Optional;

/**
 * The election that made the present primary one.
 *
 * @param reason in the server's words, such as {@code electionTimeout}
 * @param priorPrimary the {@code _id} of the primary before; empty when there was none
 */
public record Election(
    String reason, Instant at, long term, int votesNeeded, Optional<Integer> priorPrimary) {}
