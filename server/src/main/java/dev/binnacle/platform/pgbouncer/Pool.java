package dev.binnacle.platform.pgbouncer;

import java.time.Duration;

/**
 * The connections of one user to one database.
 *
 * @param clientsActive clients that have a connection, or ask for none at the moment
 * @param clientsWaiting clients that wait for one
 * @param serversActive connections to PostgreSQL that a client has now
 * @param serversIdle those that are free
 * @param serversUsed those that are being checked, or log in, or have been free for long
 * @param longestWait for how long the client that has waited longest has waited
 */
public record Pool(
    String database,
    String user,
    PoolMode mode,
    int clientsActive,
    int clientsWaiting,
    int serversActive,
    int serversIdle,
    int serversUsed,
    Duration longestWait) {}
