package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.patroni.PatroniClient;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.util.Optional;

/** The database that one run of a switchover works on, as the switchover sees it. */
final class SwitchoverTarget {

  private final SwitchoverIntent intent;
  private final ReachedDatabase database;

  SwitchoverTarget(SwitchoverIntent intent, ReachedDatabase database) {
    this.intent = intent;
    this.database = database;
  }

  PatroniClient patroni() {
    return database.patroni();
  }

  /** Who leads now. */
  Leadership leadership() {
    return Leadership.of(database.cluster(), intent);
  }

  /** Who leads now; empty while nobody can be asked, which is to be expected in a switchover. */
  Optional<Leadership> leadershipIfKnown() {
    return Tolerance.SILENCE_OR_REFUSAL.ask(this::leadership);
  }

  /** The PostgreSQL of a member, at the address that the cluster has for it. */
  PostgresqlClient server(String member) {
    return database.server(member);
  }

  /** The problem of a switchover that somebody else has overtaken. */
  ProblemException overtaken(String newLeader) {
    return Problem.of(
            ProblemCode.PLATFORM_CHANGED,
            newLeader
                + " leads "
                + intent.database()
                + " now, instead of the candidate "
                + intent.candidate()
                + ".")
        .withRemedy("Look at the members and the history, then start again with what you find.")
        .causedBy("PATRONI", intent.database(), "the leader is " + newLeader)
        .asException();
  }
}
