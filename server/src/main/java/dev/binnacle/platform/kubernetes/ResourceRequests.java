package dev.binnacle.platform.kubernetes;

/**
 * What a pod asks the scheduler for.
 *
 * @param cpuMillis thousandths of a core
 */
public record ResourceRequests(long cpuMillis, long memoryBytes, long ephemeralStorageBytes) {

  /** Nothing. */
  public static final ResourceRequests NONE = new ResourceRequests(0, 0, 0);

  /** Both together. */
  public ResourceRequests plus(ResourceRequests other) {
    return new ResourceRequests(
        cpuMillis + other.cpuMillis,
        memoryBytes + other.memoryBytes,
        ephemeralStorageBytes + other.ephemeralStorageBytes);
  }

  /** The larger of each. */
  public ResourceRequests largest(ResourceRequests other) {
    return new ResourceRequests(
        Math.max(cpuMillis, other.cpuMillis),
        Math.max(memoryBytes, other.memoryBytes),
        Math.max(ephemeralStorageBytes, other.ephemeralStorageBytes));
  }
}
