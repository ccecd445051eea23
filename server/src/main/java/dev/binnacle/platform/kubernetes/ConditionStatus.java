package dev.binnacle.platform.kubernetes;

import java.util.Locale;

/** Whether a condition holds. */
public enum ConditionStatus {
  TRUE,
  FALSE,
  UNKNOWN;

  /** The status behind Kubernetes' word; a new word is as good as unknown. */
  static ConditionStatus of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> TRUE;
      case "false" -> FALSE;
      default -> UNKNOWN;
    };
  }
}
