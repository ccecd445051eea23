package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses who is to become leader when there may be none to ask: whoever has most of the WAL, by
 * the members' own words. Pure.
 */
final class FailoverChoice {

  private FailoverChoice() {}

  /**
   * The candidate: the one that is named, or else the one that loses least.
   *
   * @throws dev.binnacle.problems.ProblemException when there is none
   */
  static ClusterMember of(PostgresqlSnapshot snapshot, Optional<String> named) {
    return named
        .map(name -> named(snapshot, name))
        .orElseGet(() ->
            candidates(snapshot)
                .filter(member -> PatroniGuards.isRunning(snapshot, member.name()))
                .min(order(snapshot))
                .orElseThrow(() -> refused("No member that runs may become leader.")));
  }

  private static ClusterMember named(PostgresqlSnapshot snapshot, String name) {
    var member =
        snapshot
            .member(name)
            .orElseThrow(() -> refused("\"" + name + "\" is not a member of the database."));
    if (member.role().leads()) {
      throw refused(name + " is the leader already.");
    }
    if (!mayLead(snapshot, member)) {
      throw refused(name + " must never lead: its tags say so.");
    }
    return member;
  }

  private static Comparator<ClusterMember> order(PostgresqlSnapshot snapshot) {
    return Comparator.comparing((ClusterMember member) -> !member.role().isSynchronous())
        .thenComparing(member -> -snapshot.timeline(member.name()).orElse(0L))
        .thenComparing(member -> -position(snapshot, member.name()).orElse(0L))
        .thenComparing(member -> -member.tags().failoverPriority().orElse(1))
        .thenComparing(ClusterMember::name);
  }

  /** The members that may lead and do not. */
  private static Stream<ClusterMember> candidates(PostgresqlSnapshot snapshot) {
    return snapshot.cluster().value().stream()
        .flatMap(cluster -> cluster.members().stream())
        .filter(member -> !member.role().leads())
        .filter(member -> mayLead(snapshot, member));
  }

  /** How much WAL a member has, by its own word. */
  static Optional<Long> position(PostgresqlSnapshot snapshot, String member) {
    return snapshot.status(member).flatMap(MemberStatus::position);
  }

  private static boolean mayLead(PostgresqlSnapshot snapshot, ClusterMember member) {
    return member.tags().mayLead()
        && snapshot.status(member.name()).map(status -> status.tags().mayLead()).orElse(true);
  }

  private static RuntimeException refused(String why) {
    return Problem.of(ProblemCode.CANDIDATE_NOT_ELIGIBLE, why)
        .withErrors(List.of(Problem.Violation.at("/candidate", why)))
        .withRemedy(
            "Name a replica of the database, or leave out candidate to let Binnacle choose.")
        .asException();
  }
}
