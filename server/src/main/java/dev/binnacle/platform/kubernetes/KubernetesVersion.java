package dev.binnacle.platform.kubernetes;

/**
 * Which Kubernetes an API server is.
 *
 * @param text whole, such as {@code v1.33.5+rke2r1}
 */
public record KubernetesVersion(String text, String major, String minor, String platform) {}
