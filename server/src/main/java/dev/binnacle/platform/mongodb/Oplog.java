package dev.binnacle.platform.mongodb;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The oplog of a member.
 *
 * @param first when its oldest operation was written
 * @param last when its newest operation was written
 * @param usedBytes how large it is, uncompressed
 * @param maximumBytes how large it may become
 * @param latest its newest operations, newest first
 */
public record Oplog(
    Instant first,
    Instant last,
    long entries,
    long usedBytes,
    long maximumBytes,
    List<OplogEntry> latest) {

  public Oplog {
    latest = List.copyOf(latest);
  }

  /** How long ago a secondary may have stopped and still go on where it was. */
  public Duration window() {
    return Duration.between(first, last);
  }
}
