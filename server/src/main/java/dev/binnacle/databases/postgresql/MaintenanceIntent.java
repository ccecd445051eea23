package dev.binnacle.databases.postgresql;

/**
 * A change of Patroni's maintenance mode.
 *
 * @param already whether it was so before: then nothing is to do
 */
public record MaintenanceIntent(String database, boolean already) {}
