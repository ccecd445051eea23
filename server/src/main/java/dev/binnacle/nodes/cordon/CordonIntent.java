package dev.binnacle.nodes.cordon;

/**
 * Exactly which node is to be cordoned or uncordoned.
 *
 * @param uid another node of the same name is not meant
 */
public record CordonIntent(String cluster, String node, String uid, String by, String reason) {}
