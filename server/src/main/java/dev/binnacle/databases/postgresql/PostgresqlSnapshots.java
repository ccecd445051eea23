package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Component;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.pgbouncer.PgbouncerClients;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.platform.postgresql.Replication;
import dev.binnacle.problems.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * Looks at databases: everybody is asked at the same time, and nobody is waited for longer than the
 * whole look may take. Thread-safe.
 */
@ApplicationScoped
public class PostgresqlSnapshots {

  private final PatroniClients patronis;
  private final PostgresqlClients servers;
  private final PgbouncerClients poolers;
  private final Clock clock;

  /** Required by CDI. */
  protected PostgresqlSnapshots() {
    this(null, null, null, null);
  }

  /** Looks through those clients. */
  @Inject
  public PostgresqlSnapshots(
      PatroniClients patronis, PostgresqlClients servers, PgbouncerClients poolers, Clock clock) {
    this.patronis = patronis;
    this.servers = servers;
    this.poolers = poolers;
    this.clock = clock;
  }

  /** Looks now. Never throws: what could not be seen is told in the snapshot. */
  public PostgresqlSnapshot take(Database.Postgresql database) {
    var round = new QuestionRound(database);
    var observedAt = clock.instant();
    var patroni = patronis.of(database);
    var settings = round.ask(patroni::settings);
    var pools = Poolers.begin(round, poolers, database);
    var cluster = round.answer(round.ask(patroni::cluster), Component.Type.PATRONI);
    var statuses = new LinkedHashMap<String, Future<MemberStatus>>();
    cluster.value().stream()
        .flatMap(state -> state.members().stream())
        .forEach(member ->
            member
                .apiUrl()
                .ifPresent(
                    url -> statuses.put(member.name(), round.ask(() -> patroni.status(url)))));
    var replication =
        cluster
            .value()
            .flatMap(ClusterState::leader)
            .flatMap(ClusterMember::address)
            .map(address -> round.ask(servers.of(database, address)::replication));
    return new PostgresqlSnapshot(
        cluster,
        round.answer(settings, Component.Type.PATRONI),
        answers(round, statuses),
        replication
            .<Answer<Replication>>map(asked -> round.answer(asked, Component.Type.POSTGRESQL))
            .orElseGet(() -> Answer.failed(noLeader(database, cluster))),
        Poolers.end(round, pools),
        observedAt);
  }

  private static Map<String, Answer<MemberStatus>> answers(
      QuestionRound round, Map<String, Future<MemberStatus>> asked) {
    var answers = new LinkedHashMap<String, Answer<MemberStatus>>();
    asked.forEach(
        (member, future) -> answers.put(member, round.answer(future, Component.Type.PATRONI)));
    return answers;
  }

  private static Problem noLeader(Database.Postgresql database, Answer<ClusterState> cluster) {
    return cluster.problem().orElseGet(() -> LeaderAbsent.problem(database.name()));
  }
}
