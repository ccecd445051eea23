package dev.binnacle.platform.postgresql;

/**
 * What makes a counted statement the same one. The numbers are PostgreSQL's own.
 *
 * @param user the role's object id
 * @param database the database's object id
 * @param query the id of the statement without its constants
 */
public record StatementKey(long user, long database, long query) {}
