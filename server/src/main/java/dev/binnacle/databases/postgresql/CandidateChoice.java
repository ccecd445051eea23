package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.MemberState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses who is to become leader, or says why somebody cannot. What can change by itself, such as
 * a lag, is left to the guards; this is about what no waiting helps against. Pure.
 */
final class CandidateChoice {

  private CandidateChoice() {}

  /**
   * The candidate: the one that is named, or else the best one.
   *
   * @throws dev.binnacle.problems.ProblemException when there is none
   */
  static ClusterMember of(
      PostgresqlSnapshot snapshot, ClusterMember leader, Optional<String> named) {
    return named
        .map(name -> named(snapshot, leader, name))
        .orElseGet(() ->
            best(snapshot, leader)
                .orElseThrow(
                    () -> refused("No member besides the leader " + leader.name() + " may lead.")));
  }

  private static ClusterMember named(
      PostgresqlSnapshot snapshot, ClusterMember leader, String name) {
    var member =
        snapshot
            .member(name)
            .orElseThrow(() -> refused("\"" + name + "\" is not a member of the database."));
    if (name.equals(leader.name())) {
      throw refused(name + " is the leader already.");
    }
    if (!mayLead(snapshot, member)) {
      throw refused(name + " must never lead: its tags say so.");
    }
    return member;
  }

  private static Optional<ClusterMember> best(PostgresqlSnapshot snapshot, ClusterMember leader) {
    Comparator<ClusterMember> order =
        Comparator.comparing((ClusterMember member) -> !isRunning(snapshot, member))
            .thenComparing(member -> !member.role().isSynchronous())
            .thenComparing(member -> !snapshot.streams(member.name()).orElse(false))
            .thenComparing(member -> snapshot.lagBytes(member.name()).orElse(Long.MAX_VALUE))
            .thenComparing(member -> -snapshot.timeline(member.name()).orElse(0L))
            .thenComparing(member -> -member.tags().failoverPriority().orElse(1))
            .thenComparing(ClusterMember::name);
    return snapshot.cluster().value().stream()
        .flatMap(cluster -> cluster.members().stream())
        .filter(member -> !member.name().equals(leader.name()))
        .filter(member -> mayLead(snapshot, member))
        .min(order);
  }

  private static boolean isRunning(PostgresqlSnapshot snapshot, ClusterMember member) {
    return snapshot
        .status(member.name())
        .map(MemberStatus::state)
        .filter(MemberState::isRunning)
        .isPresent();
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
