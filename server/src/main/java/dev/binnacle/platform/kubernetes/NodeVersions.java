package dev.binnacle.platform.kubernetes;

/**
 * What runs on a node, in its kubelet's words; each may be empty on a node that never reported.
 *
 * @param operatingSystem the distribution with its version
 */
public record NodeVersions(
    String kubelet,
    String containerRuntime,
    String kernel,
    String operatingSystem,
    String architecture) {}
