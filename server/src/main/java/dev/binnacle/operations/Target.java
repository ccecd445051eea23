package dev.binnacle.operations;

/**
 * What an operation acts on.
 *
 * @param type the kind of resource, such as {@code DATABASE}
 * @param cluster the cluster that the resource belongs to; empty when it belongs to none
 * @param name its name in the platform description
 * @param site the site it stands on
 */
public record Target(String type, String cluster, String name, String site) {}
