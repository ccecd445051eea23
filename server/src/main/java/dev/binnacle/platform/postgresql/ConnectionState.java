package dev.binnacle.platform.postgresql;

import java.util.Locale;

/** What a client connection does. */
public enum ConnectionState {
  ACTIVE,
  IDLE,
  IDLE_IN_TRANSACTION,
  IDLE_IN_TRANSACTION_ABORTED,
  FASTPATH_FUNCTION_CALL,
  DISABLED,
  /** A word that this version does not know, or one that may not be seen. */
  UNKNOWN;

  static ConnectionState of(String word) {
    return Words.find(
        values(), word.toUpperCase(Locale.ROOT).replaceAll("[()]", "").replace(' ', '_'), UNKNOWN);
  }
}
