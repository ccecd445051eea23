package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.PatroniClient;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.util.Optional;

/** The database that one run of a switchover works on, reached as described at that moment. */
final class SwitchoverTarget {

  private final SwitchoverIntent intent;
  private final CurrentPlatform platform;
  private final PatroniClients patronis;
  private final PostgresqlClients servers;

  SwitchoverTarget(
      SwitchoverIntent intent,
      CurrentPlatform platform,
      PatroniClients patronis,
      PostgresqlClients servers) {
    this.intent = intent;
    this.platform = platform;
    this.patronis = patronis;
    this.servers = servers;
  }

  Database database() {
    return platform
        .description()
        .database(intent.database())
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.PLATFORM_CHANGED,
                    "The platform description has no database " + intent.database() + " any more.")
                .withRemedy("Describe it again, then retry.")
                .asException());
  }

  PatroniClient patroni() {
    return patronis.of(database());
  }

  /** Who leads now. */
  Leadership leadership() {
    return Leadership.of(patroni().cluster(), intent);
  }

  /** Who leads now; empty while nobody can be asked, which is to be expected in a switchover. */
  Optional<Leadership> leadershipIfKnown() {
    return Tolerance.SILENCE_OR_REFUSAL.ask(this::leadership);
  }

  /** The PostgreSQL of a member, at the address that the cluster has for it. */
  PostgresqlClient server(String member) {
    var address =
        patroni()
            .cluster()
            .member(member)
            .flatMap(ClusterMember::address)
            .orElseThrow(() ->
                Problem.of(
                        ProblemCode.COMPONENT_UNAVAILABLE,
                        "Patroni does not say where the PostgreSQL of " + member + " listens.")
                    .withRemedy("Look at the member; a retry continues from this step.")
                    .causedBy("PATRONI", intent.database(), "no address of " + member)
                    .asException());
    return server(address);
  }

  private PostgresqlClient server(Address address) {
    return servers.of(database(), address);
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
