package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;

/**
 * With which node something is to be done.
 *
 * @param id another node at the same address is not meant
 */
public record NodeIntent(String database, String id, Address address) {}
