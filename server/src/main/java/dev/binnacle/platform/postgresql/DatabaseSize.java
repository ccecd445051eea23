package dev.binnacle.platform.postgresql;

import java.util.Optional;

/**
 * A database inside a server.
 *
 * @param bytes what it takes on disk; empty when the user may not see it
 * @param tablespace where its tables are unless they say otherwise
 * @param oldestTransactionAge age of its oldest unfrozen transaction id, in transactions
 */
public record DatabaseSize(
    String name,
    Optional<Long> bytes,
    boolean template,
    boolean acceptsConnections,
    String tablespace,
    long oldestTransactionAge) {}
