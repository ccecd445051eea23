package dev.binnacle.platform.mongodb;

import java.time.Instant;

/**
 * The place of an operation in the oplog, exact to the operation where a time is exact to a second.
 *
 * @param seconds since 1970
 * @param increment counts the operations of a second
 * @param term of the primary that wrote it
 */
public record OpTime(int seconds, int increment, long term) {

  /** The second of it. */
  public Instant at() {
    return Instant.ofEpochSecond(Integer.toUnsignedLong(seconds));
  }
}
