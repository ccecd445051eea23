package dev.binnacle.platform.kubernetes;

/**
 * Where a node is reached.
 *
 * @param type Kubernetes' word, such as InternalIP or Hostname
 */
public record NodeAddress(String type, String address) {}
