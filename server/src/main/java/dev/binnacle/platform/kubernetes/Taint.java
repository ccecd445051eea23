package dev.binnacle.platform.kubernetes;

import java.time.Instant;
import java.util.Optional;

/**
 * What keeps pods off a node.
 *
 * @param value may be empty
 * @param effect Kubernetes' word: NoSchedule, PreferNoSchedule or NoExecute
 * @param since known for NoExecute only
 */
public record Taint(String key, String value, String effect, Optional<Instant> since) {}
