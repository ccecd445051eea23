package dev.binnacle.platform.postgresql;

import java.util.Locale;

/** Whether commits wait for a standby. */
public enum SyncState {
  ASYNC,
  POTENTIAL,
  SYNC,
  QUORUM,
  /** A word that this version does not know. */
  UNKNOWN;

  static SyncState of(String word) {
    return Words.find(values(), word.toUpperCase(Locale.ROOT), UNKNOWN);
  }
}
