package dev.binnacle.databases.postgresql;

/** That Patroni's maintenance mode is to begin or to end; which of them, the procedure says. */
public record MaintenanceWish() {}
