package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Component;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;

/** The problem of a database without a leader. */
final class LeaderAbsent {

  private LeaderAbsent() {}

  static Problem problem(String database) {
    return Problem.of(
            ProblemCode.COMPONENT_UNAVAILABLE,
            "The database "
                + database
                + " has no leader now: no member holds Patroni's leader key.")
        .withRemedy(
            "Patroni elects a leader by itself within its ttl unless it is paused; look at the"
                + " members, then try again.")
        .causedBy(Component.Type.PATRONI.name(), database, "no member holds the leader key");
  }
}
