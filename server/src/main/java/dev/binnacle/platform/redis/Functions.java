package dev.binnacle.platform.redis;

import java.util.Arrays;

/** The libraries of functions of a node, as {@code FUNCTION DUMP} writes them. */
public final class Functions {

  /** A dump ends with two bytes of version and eight of checksum: redis.io/docs, FUNCTION DUMP. */
  private static final int LENGTH_OF_NONE = 10;

  private final byte[] dump;

  Functions(byte[] dump) {
    this.dump = dump;
  }

  byte[] dump() {
    return dump;
  }

  /** Whether there is not a single one. */
  public boolean none() {
    return dump.length <= LENGTH_OF_NONE;
  }

  /** Whether the other node has the same ones. */
  public boolean sameAs(Functions others) {
    return Arrays.equals(dump, others.dump);
  }
}
