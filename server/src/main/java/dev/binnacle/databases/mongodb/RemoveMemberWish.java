package dev.binnacle.databases.mongodb;

/**
 * What a caller who removes a member wants.
 *
 * @param member its name, as the configuration has it
 */
public record RemoveMemberWish(String member) {}
