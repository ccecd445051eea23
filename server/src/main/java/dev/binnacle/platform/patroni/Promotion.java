package dev.binnacle.platform.patroni;

import java.time.Instant;
import java.util.Optional;

/**
 * The end of a timeline, which is a promotion.
 *
 * @param timeline the one that ended
 * @param lsn the byte position where it ended
 * @param reason in PostgreSQL's words
 */
public record Promotion(
    long timeline, long lsn, String reason, Optional<Instant> at, Optional<String> newLeader) {}
