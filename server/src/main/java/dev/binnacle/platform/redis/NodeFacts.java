package dev.binnacle.platform.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a node says of itself in {@code INFO}.
 *
 * @param keys how many keys it holds
 */
public record NodeFacts(
    String version,
    Duration uptime,
    int clients,
    long operationsPerSecond,
    long keys,
    Memory memory,
    Persistence persistence,
    Replication replication) {

  /**
   * Its memory.
   *
   * @param usedBytes what its data and buffers need
   * @param residentBytes what the operating system has given it
   * @param limitBytes {@code maxmemory}; empty when there is none
   * @param policy what it evicts at the limit
   * @param fragmentationRatio resident to used
   * @param fragmentationBytes the difference; below zero when parts are swapped out
   * @param evictedKeys since its start
   */
  public record Memory(
      long usedBytes,
      long residentBytes,
      long peakBytes,
      Optional<Long> limitBytes,
      String policy,
      double fragmentationRatio,
      long fragmentationBytes,
      long evictedKeys) {}

  /**
   * What it has on disk.
   *
   * @param loading whether it still reads its data and serves nobody
   * @param changesSinceSnapshot writes that no snapshot has
   * @param lastSnapshot when the last snapshot was complete, or when it started
   */
  public record Persistence(
      boolean loading,
      long changesSinceSnapshot,
      boolean snapshotRunning,
      Instant lastSnapshot,
      boolean lastSnapshotSucceeded,
      AppendOnlyFile appendOnlyFile) {}

  /**
   * Its append-only file.
   *
   * @param sizeBytes empty when it keeps none
   * @param baseSizeBytes its size after the last rewrite
   * @param rewrites how many rewrites it has begun since its start
   */
  public record AppendOnlyFile(
      boolean enabled,
      boolean rewriteRunning,
      boolean rewriteScheduled,
      boolean lastRewriteSucceeded,
      boolean lastWriteSucceeded,
      Optional<Long> sizeBytes,
      Optional<Long> baseSizeBytes,
      long rewrites) {}

  /**
   * How far it is.
   *
   * @param linkUp whether a replica hears its master; always true for a master
   * @param offset bytes of the replication stream that it has written or applied
   */
  public record Replication(boolean linkUp, boolean synchronizing, long offset) {}
}
