package dev.binnacle.databases.mongodb;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether an oplog reaches back further than a backup takes. A dump needs every operation that is
 * written while it runs, and fails when the first of them has left the oplog before its end. Pure.
 *
 * @param lastBackupTook empty when no backup is known
 */
public record BackupCover(Verdict verdict, Optional<Duration> lastBackupTook, String message) {

  /** What can be said. */
  public enum Verdict {
    LONG_ENOUGH,
    TOO_SHORT,
    NOT_AVAILABLE
  }

  /** What a window of that length is to the last backup. */
  static BackupCover of(Duration window, Optional<Duration> lastBackupTook) {
    return lastBackupTook
        .map(took ->
            took.compareTo(window) < 0
                ? new BackupCover(
                    Verdict.LONG_ENOUGH,
                    lastBackupTook,
                    "The oplog reaches back further than the last backup took.")
                : new BackupCover(
                    Verdict.TOO_SHORT,
                    lastBackupTook,
                    "The last backup took longer than the oplog reaches back: make the oplog larger."))
        .orElseGet(() ->
            new BackupCover(
                Verdict.NOT_AVAILABLE,
                lastBackupTook,
                "Binnacle knows of no backup of this replica set."));
  }
}
