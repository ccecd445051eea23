package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterSettings;
import dev.binnacle.platform.patroni.MemberStatus;
import java.util.List;

/** The guards that belong to a restart itself, decided on one snapshot. Pure. */
final class RestartGuards {

  static final String MEMBER_ROLE = "MEMBER_ROLE";
  static final String PENDING_RESTART = "PENDING_RESTART";
  static final String SYNCHRONOUS_STANDBY = "SYNCHRONOUS_STANDBY";

  private RestartGuards() {}

  static List<GuardResult> evaluate(
      PostgresqlSnapshot snapshot, ClusterMember member, RestartWish wish) {
    return List.of(
        PatroniGuards.answers(snapshot, member),
        role(member, wish),
        pending(snapshot, member, wish),
        PatroniGuards.redundancy(snapshot, member),
        synchronousStandby(snapshot, member),
        PatroniGuards.control(snapshot));
  }

  private static GuardResult role(ClusterMember member, RestartWish wish) {
    var fact = Fact.of("role", member.role().word());
    if (!member.role().leads()) {
      return GuardResult.pass(MEMBER_ROLE, member.name() + " is a replica.", fact);
    }
    return wish.leaderToo()
        ? GuardResult.warn(
            MEMBER_ROLE, member.name() + " leads: writes stop until it runs again.", fact)
        : GuardResult.block(
            MEMBER_ROLE,
            member.name()
                + " leads: writes would stop until it runs again. Switch over first, or send"
                + " \"leaderToo\": true.",
            fact);
  }

  private static GuardResult pending(
      PostgresqlSnapshot snapshot, ClusterMember member, RestartWish wish) {
    boolean pending =
        member.pendingRestart()
            || snapshot.status(member.name()).map(MemberStatus::pendingRestart).orElse(false);
    var fact = Fact.of("pendingRestart", pending);
    if (wish.onlyPending() && !pending) {
      return GuardResult.forbid(
          PENDING_RESTART,
          "No changed setting waits for a restart of " + member.name() + ".",
          fact);
    }
    return GuardResult.pass(
        PENDING_RESTART,
        pending
            ? "A changed setting waits for a restart of " + member.name() + "."
            : "The restart does not depend on a changed setting.",
        fact);
  }

  private static GuardResult synchronousStandby(PostgresqlSnapshot snapshot, ClusterMember member) {
    var settings = snapshot.settings().value();
    if (settings.isEmpty()) {
      return GuardResult.notAvailable(
          SYNCHRONOUS_STANDBY,
          "Whether replication is synchronous could not be read from Patroni's configuration.",
          PatroniGuards.reason(snapshot.settings()));
    }
    boolean last =
        settings.map(ClusterSettings::synchronousMode).orElse(false)
            && member.role().isSynchronous()
            && PatroniGuards.otherStreaming(snapshot, member).isEmpty();
    return last
        ? GuardResult.block(
            SYNCHRONOUS_STANDBY,
            member.name() + " is the only synchronous standby: commits would wait for it.",
            Fact.of("role", member.role().word()))
        : GuardResult.pass(
            SYNCHRONOUS_STANDBY,
            "No commit has to wait for " + member.name() + ".",
            Fact.of("synchronousMode", settings.get().synchronousMode()));
  }
}
