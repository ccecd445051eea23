package dev.binnacle.platform.kubernetes;

import java.util.Locale;

/** Where a pod is in its life. */
public enum PodPhase {
  PENDING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  UNKNOWN;

  /** The phase behind Kubernetes' word. */
  static PodPhase of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "pending" -> PENDING;
      case "running" -> RUNNING;
      case "succeeded" -> SUCCEEDED;
      case "failed" -> FAILED;
      default -> UNKNOWN;
    };
  }
}
