package dev.binnacle.databases.redis;

/**
 * That something is to be done with a node.
 *
 * @param node its id or its address
 */
public record NodeWish(String node) {}
