package dev.binnacle.nodes.drain;

/**
 * A drain resolved against the world.
 *
 * @param uid another node of the same name is not meant
 * @param previouslySchedulable whether it was not cordoned when the drain was planned
 */
public record DrainIntent(
    String cluster, String node, String uid, DrainWish wish, boolean previouslySchedulable) {}
