package dev.binnacle.sandbox.mongodb;

/**
 * Who may log in, by SCRAM-SHA-256 against the database {@code admin}.
 *
 * @param mayChange whether there is more than {@code clusterMonitor} among the roles
 */
public record User(String name, String password, boolean mayChange) {}
