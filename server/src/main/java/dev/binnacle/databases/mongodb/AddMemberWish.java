package dev.binnacle.databases.mongodb;

/**
 * What a caller who adds a member wants.
 *
 * @param member host and port of the new one
 * @param vote whether it is to have a vote
 * @param priority it is to have in the end; 0 for a member that never leads
 */
public record AddMemberWish(String member, boolean vote, double priority) {}
