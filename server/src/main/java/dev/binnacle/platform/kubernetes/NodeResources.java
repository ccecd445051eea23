package dev.binnacle.platform.kubernetes;

/**
 * What a node has, or has left to give; 0 for what it does not tell.
 *
 * @param cpuMillis thousandths of a core
 * @param pods how many pods it takes
 */
public record NodeResources(
    long cpuMillis, long memoryBytes, long ephemeralStorageBytes, long pods) {}
