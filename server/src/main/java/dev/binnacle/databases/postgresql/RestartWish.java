package dev.binnacle.databases.postgresql;

/**
 * What a caller of a restart wants.
 *
 * @param onlyPending restart only if a changed setting waits for it
 * @param leaderToo whether the caller knows that the member may lead
 */
public record RestartWish(String member, boolean onlyPending, boolean leaderToo) {}
