package dev.binnacle.platform.postgresql;

import java.time.Duration;

/**
 * What was counted of a statement.
 *
 * @param total the time that all calls took together
 * @param rows returned or changed
 * @param blocksHit blocks that were in the server's memory
 * @param blocksRead blocks that were not
 * @param temporaryBlocks blocks of temporary files written
 */
public record StatementCounters(
    long calls, Duration total, long rows, long blocksHit, long blocksRead, long temporaryBlocks) {

  /** The time of one call on average. */
  public Duration mean() {
    return calls == 0 ? Duration.ZERO : total.dividedBy(calls);
  }

  /** Both together. */
  public StatementCounters plus(StatementCounters other) {
    return new StatementCounters(
        calls + other.calls,
        total.plus(other.total),
        rows + other.rows,
        blocksHit + other.blocksHit,
        blocksRead + other.blocksRead,
        temporaryBlocks + other.temporaryBlocks);
  }

  /** What was added since an earlier look. */
  public StatementCounters minus(StatementCounters earlier) {
    return new StatementCounters(
        calls - earlier.calls,
        total.minus(earlier.total),
        rows - earlier.rows,
        blocksHit - earlier.blocksHit,
        blocksRead - earlier.blocksRead,
        temporaryBlocks - earlier.temporaryBlocks);
  }
}
