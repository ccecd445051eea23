package dev.binnacle.audit;

import java.util.Optional;

/**
 * Where the log ends, both read at the same instant.
 *
 * @param head the log's own note of its end; empty when it is missing
 * @param newest the greatest number of an entry, 0 when there is none
 */
record ChainEnd(Optional<ChainLink> head, long newest) {}
