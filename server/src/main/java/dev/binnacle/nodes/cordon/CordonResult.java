package dev.binnacle.nodes.cordon;

/**
 * How it ended: the contract's result of the kinds CORDON_NODE and UNCORDON_NODE.
 *
 * @param changed false when nothing was to do
 */
public record CordonResult(String kind, String node, boolean changed) {}
