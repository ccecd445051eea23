package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Component;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.DynamicConfiguration;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.platform.postgresql.Storage;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** Looks at what only a PostgreSQL database has. Every look is taken now. Thread-safe. */
@ApplicationScoped
public class PostgresqlViews {

  private final PatroniClients patronis;
  private final PostgresqlClients servers;
  private final Clock clock;

  /** Required by CDI. */
  protected PostgresqlViews() {
    this(null, null, null);
  }

  /** Looks through those clients. */
  @Inject
  public PostgresqlViews(PatroniClients patronis, PostgresqlClients servers, Clock clock) {
    this.patronis = patronis;
    this.servers = servers;
    this.clock = clock;
  }

  /** The dynamic configuration, and when it was read. */
  public record Configured(DynamicConfiguration configuration, Instant observedAt) {}

  /**
   * The dynamic configuration, told by any of the members.
   *
   * @throws dev.binnacle.problems.ProblemException when none answers
   */
  public Configured configuration(Database.Postgresql database) {
    return new Configured(patronis.of(database).configuration(), clock.instant());
  }

  /**
   * What every member keeps on disk, by name.
   *
   * @throws dev.binnacle.problems.ProblemException when nobody says who the members are
   */
  public List<MemberStorage> storage(Database.Postgresql database) {
    var round = new QuestionRound(database);
    var patroni = patronis.of(database);
    var cluster = round.answer(round.ask(patroni::cluster), Component.Type.PATRONI).orThrow();
    var asked = new LinkedHashMap<ClusterMember, Optional<Future<Storage>>>();
    cluster
        .members()
        .forEach(member ->
            asked.put(
                member,
                member
                    .address()
                    .map(address -> round.ask(servers.of(database, address)::storage))));
    return asked.entrySet().stream()
        .map(entry ->
            new MemberStorage(
                entry.getKey(),
                entry
                    .getValue()
                    .map(future -> round.answer(future, Component.Type.POSTGRESQL))
                    .orElseGet(() -> Answer.failed(noAddress(database, entry.getKey())))))
        .toList();
  }

  private static Problem noAddress(Database.Postgresql database, ClusterMember member) {
    return Problem.of(
            ProblemCode.COMPONENT_UNAVAILABLE,
            "Patroni does not say where the PostgreSQL of " + member.name() + " listens.")
        .withRemedy("Look at the member: it does not run, or is being made.")
        .causedBy(Component.Type.PATRONI.name(), database.name(), "no address of " + member.name());
  }
}
