package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.MemberState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.problems.Problem;
import java.util.List;
import java.util.Optional;

/** What the guards of several procedures have in common. Pure. */
final class PatroniGuards {

  static final String PATRONI_CONTROL = "PATRONI_CONTROL";
  static final String MEMBER_ANSWERS = "MEMBER_ANSWERS";
  static final String REDUNDANCY = "REDUNDANCY";

  private PatroniGuards() {}

  /** Whether Patroni sees the leader key and has nothing else planned. */
  static GuardResult control(PostgresqlSnapshot snapshot) {
    var cluster = snapshot.cluster().orThrow();
    if (cluster.scheduled().isPresent()) {
      return GuardResult.block(
          PATRONI_CONTROL,
          "Patroni has a switchover of its own on its calendar.",
          fact("scheduledAt", cluster.scheduled().get().at()));
    }
    var leader = snapshot.leader();
    if (leader.isEmpty()) {
      return GuardResult.block(PATRONI_CONTROL, "No member holds the leader key.");
    }
    var status = snapshot.status(leader.get().name());
    if (status.isEmpty()) {
      return GuardResult.notAvailable(
          PATRONI_CONTROL,
          "The leader's Patroni could not be asked whether it holds the leader key.",
          Fact.of("leader", leader.get().name()));
    }
    if (status.get().seesNoLeader() || status.get().failsafe()) {
      return GuardResult.block(
          PATRONI_CONTROL,
          "The leader's Patroni does not see the leader key: its consensus store is in trouble.",
          Fact.of("failsafe", status.get().failsafe()));
    }
    return cluster.paused()
        ? GuardResult.warn(
            PATRONI_CONTROL,
            "Patroni is paused: it would not fail over if the leader failed meanwhile.",
            Fact.of("paused", true))
        : GuardResult.pass(PATRONI_CONTROL, "Patroni is in control and has nothing else planned.");
  }

  /** Whether the member can be asked at all: nobody else can do it in its place. */
  static GuardResult answers(PostgresqlSnapshot snapshot, ClusterMember member) {
    return snapshot
        .status(member.name())
        .map(status ->
            GuardResult.pass(
                MEMBER_ANSWERS,
                "The Patroni of " + member.name() + " answers.",
                Fact.of("state", status.state().word())))
        .orElseGet(() ->
            GuardResult.forbid(
                MEMBER_ANSWERS,
                "The Patroni of " + member.name() + " does not answer, and it has to do this.",
                Fact.of("state", member.state().word())));
  }

  /** Whether somebody could take over while the member is away. */
  static GuardResult redundancy(PostgresqlSnapshot snapshot, ClusterMember away) {
    if (snapshot.replication().value().isEmpty()) {
      return GuardResult.notAvailable(
          REDUNDANCY,
          "The leader's PostgreSQL could not be asked who streams from it.",
          reason(snapshot.replication()));
    }
    var others = otherStreaming(snapshot, away);
    var fact = Fact.of("streaming", others.isEmpty() ? "none" : String.join(", ", others));
    if (!others.isEmpty()) {
      return GuardResult.pass(
          REDUNDANCY, "Another replica streams and could take over meanwhile.", fact);
    }
    return away.role().leads()
        ? GuardResult.block(
            REDUNDANCY,
            "No replica streams from "
                + away.name()
                + ": nobody could take over if it did not come"
                + " back.",
            fact)
        : GuardResult.warn(
            REDUNDANCY,
            away.name() + " is the last replica: nobody could take over meanwhile.",
            fact);
  }

  /** The members that stream from the leader, besides one. */
  static List<String> otherStreaming(PostgresqlSnapshot snapshot, ClusterMember besides) {
    return snapshot.cluster().orThrow().members().stream()
        .map(ClusterMember::name)
        .filter(name -> !name.equals(besides.name()))
        .filter(name -> snapshot.streams(name).orElse(false))
        .toList();
  }

  /** Whether the member's PostgreSQL is up, by its own word. */
  static boolean isRunning(PostgresqlSnapshot snapshot, String member) {
    return snapshot
        .status(member)
        .map(MemberStatus::state)
        .filter(MemberState::isRunning)
        .isPresent();
  }

  static Fact reason(Answer<?> answer) {
    return Fact.of("reason", answer.problem().map(Problem::detail).orElse("not reported"));
  }

  static Fact fact(String name, Optional<?> value) {
    return Fact.of(name, value.<Object>map(known -> known).orElse("unknown"));
  }
}
