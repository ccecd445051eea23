package dev.binnacle.health;

import java.util.List;

/** The verdict on something of the platform. */
public enum Verdict {
  /** Nothing to do. */
  HEALTHY,
  /** It serves, but has lost safety. */
  DEGRADED,
  /** It does not serve, or is about to stop serving. */
  CRITICAL,
  /** Nobody answered. */
  UNKNOWN;

  /** The verdict that the reasons lead to, when somebody answered. */
  static Verdict of(List<Reason> reasons) {
    return reasons.stream()
        .map(Reason::severity)
        .min(java.util.Comparator.naturalOrder())
        .map(worst ->
            switch (worst) {
              case CRITICAL -> CRITICAL;
              case WARNING -> DEGRADED;
              case INFO -> HEALTHY;
            })
        .orElse(HEALTHY);
  }
}
