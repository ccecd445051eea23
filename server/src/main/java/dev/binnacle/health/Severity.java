package dev.binnacle.health;

/** What a reason does to the verdict, worst first. */
public enum Severity {
  /** It does not serve, or is about to stop serving. */
  CRITICAL,
  /** It serves, but has lost safety. */
  WARNING,
  /** Worth knowing. */
  INFO
}
