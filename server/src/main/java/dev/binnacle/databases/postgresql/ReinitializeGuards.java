package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.patroni.ClusterMember;
import java.util.List;

/** The guards that belong to a reinitialisation itself, decided on one snapshot. Pure. */
final class ReinitializeGuards {

  static final String MEMBER_BROKEN = "MEMBER_BROKEN";
  static final String SOURCE_HEALTHY = "SOURCE_HEALTHY";

  private ReinitializeGuards() {}

  static List<GuardResult> evaluate(PostgresqlSnapshot snapshot, ClusterMember member) {
    return List.of(
        PatroniGuards.answers(snapshot, member),
        broken(snapshot, member),
        source(snapshot),
        PatroniGuards.redundancy(snapshot, member),
        PatroniGuards.control(snapshot));
  }

  /** A replica that works is worth keeping. */
  private static GuardResult broken(PostgresqlSnapshot snapshot, ClusterMember member) {
    var facts =
        new Fact[] {
          Fact.of("state", member.state().word()),
          PatroniGuards.fact("streams", snapshot.streams(member.name())),
          PatroniGuards.fact("lagBytes", snapshot.lagBytes(member.name()))
        };
    boolean works =
        PatroniGuards.isRunning(snapshot, member.name())
            && snapshot.streams(member.name()).orElse(false);
    return works
        ? GuardResult.warn(
            MEMBER_BROKEN,
            member.name() + " streams from the leader: its data seem to be good.",
            facts)
        : GuardResult.pass(MEMBER_BROKEN, member.name() + " does not replicate.", facts);
  }

  private static GuardResult source(PostgresqlSnapshot snapshot) {
    var leader = snapshot.leader();
    if (leader.isEmpty()) {
      return GuardResult.forbid(
          SOURCE_HEALTHY, "No member leads: there is nobody to copy the data from.");
    }
    var name = leader.get().name();
    if (snapshot.replication().value().isEmpty()) {
      return GuardResult.block(
          SOURCE_HEALTHY,
          "The PostgreSQL of the leader " + name + " does not answer: the copy could not be made.",
          PatroniGuards.reason(snapshot.replication()));
    }
    return GuardResult.pass(
        SOURCE_HEALTHY, "The data can be copied anew: " + name + " leads and answers.");
  }
}
