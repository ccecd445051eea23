package dev.binnacle.platform.pgbouncer;

import java.util.Locale;

/** When PgBouncer takes a connection back from a client. */
public enum PoolMode {
  /** When the client disconnects. */
  SESSION,
  /** When its transaction has ended. */
  TRANSACTION,
  /** After each statement. */
  STATEMENT,
  /** A word of PgBouncer that is not known here. */
  UNKNOWN;

  /** The mode behind PgBouncer's word. */
  static PoolMode of(String word) {
    for (var mode : values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(word)) {
        return mode;
      }
    }
    return UNKNOWN;
  }
}
