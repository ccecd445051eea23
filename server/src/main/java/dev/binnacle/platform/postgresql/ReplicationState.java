package dev.binnacle.platform.postgresql;

import java.util.Locale;

/** What a WAL sender does. Only STREAMING is good for long. */
public enum ReplicationState {
  STARTUP,
  CATCHUP,
  STREAMING,
  BACKUP,
  STOPPING,
  /** A word that this version does not know. */
  UNKNOWN;

  static ReplicationState of(String word) {
    return Words.find(values(), word.toUpperCase(Locale.ROOT), UNKNOWN);
  }
}
