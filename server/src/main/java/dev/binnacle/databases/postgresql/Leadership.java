package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.patroni.ClusterState;

/** Who leads while a switchover is under way. Pure. */
sealed interface Leadership {

  /** Nobody: the old leader has let go, or all is lost. */
  record Nobody() implements Leadership {}

  /** Still the leader from before. */
  record Previous() implements Leadership {}

  /** The candidate: done. */
  record Candidate() implements Leadership {}

  /** Somebody whom nobody has asked for. */
  record Other(String name) implements Leadership {}

  /** Who leads the cluster, as the switchover sees it. */
  static Leadership of(ClusterState cluster, SwitchoverIntent intent) {
    return cluster
        .leader()
        .<Leadership>map(leader -> {
          if (leader.name().equals(intent.candidate())) {
            return new Candidate();
          }
          return leader.name().equals(intent.leader()) ? new Previous() : new Other(leader.name());
        })
        .orElseGet(Nobody::new);
  }
}
