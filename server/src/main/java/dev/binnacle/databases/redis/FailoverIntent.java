package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;

/**
 * Who is to take over from whom.
 *
 * @param masterName the master's address, in words
 * @param forced the master cannot be asked for its consent
 */
public record FailoverIntent(
    String database,
    String replica,
    Address address,
    String master,
    String masterName,
    boolean forced) {}
