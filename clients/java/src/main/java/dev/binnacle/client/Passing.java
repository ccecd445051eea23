package dev.binnacle.client;

import java.util.Set;

/** Statuses of servers and proxies that may be gone a moment later. */
final class Passing {
  private static final Set<Integer> STATUSES = Set.of(502, 503, 504);

  private Passing() {}

  static boolean is(int status) {
    return STATUSES.contains(status);
  }
}
