package dev.binnacle.platform.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How much the nodes use, as metrics.k8s.io tells. */
public sealed interface Usage {

  /** Figures by node; a node that reported none is missing. */
  record Served(Map<String, NodeUsage> nodes) implements Usage {
    public Served {
      nodes = Map.copyOf(nodes);
    }
  }

  /** Nobody serves figures. */
  record NotAvailable(String reason) implements Usage {}

  /**
   * What one node used.
   *
   * @param cpuMillis thousandths of a core
   * @param at the end of the time that was measured
   * @param window the length of that time
   */
  record NodeUsage(long cpuMillis, long memoryBytes, Instant at, Duration window) {}
}
