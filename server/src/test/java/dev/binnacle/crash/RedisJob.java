package dev.binnacle.crash;

import java.util.List;

/** A procedure on a Redis Cluster, and the steps of its plan. */
enum RedisJob {
  /** Slots go from two masters to the third. */
  RESHARD("move-slots", "verify-cluster"),
  /** A replica takes over. */
  FAILOVER("take-over", "verify-cluster"),
  /** A server joins as a replica. */
  ADD_NODE("join-cluster", "replicate", "verify-cluster"),
  /** A master with slots leaves. */
  REMOVE_NODE("move-slots", "move-replicas", "forget-node", "reset-node", "verify-cluster"),
  /** A master writes its snapshot. */
  SNAPSHOT("save-snapshot");

  private final List<String> steps;

  RedisJob(String... steps) {
    this.steps = List.of(steps);
  }

  List<String> steps() {
    return steps;
  }
}
