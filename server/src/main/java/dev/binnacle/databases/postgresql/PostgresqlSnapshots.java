package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Component;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.platform.postgresql.Replication;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at databases: everybody is asked at the same time, and nobody is waited for longer than the
 * whole look may take. Thread-safe.
 */
@ApplicationScoped
public class PostgresqlSnapshots {

  /** How long a look may take, so that an answer comes within two seconds whoever is dead. */
  static final Duration BUDGET = Duration.ofMillis(1700);

  private static final ExecutorService ASKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("snapshot-", 0).factory());

  private final PatroniClients patronis;
  private final PostgresqlClients servers;
  private final Clock clock;

  /** Required by CDI. */
  protected PostgresqlSnapshots() {
    this(null, null, null);
  }

  /** Looks through those clients. */
  @Inject
  public PostgresqlSnapshots(PatroniClients patronis, PostgresqlClients servers, Clock clock) {
    this.patronis = patronis;
    this.servers = servers;
    this.clock = clock;
  }

  /** Looks now. Never throws: what could not be seen is told in the snapshot. */
  public PostgresqlSnapshot take(Database database) {
    long end = System.nanoTime() + BUDGET.toNanos();
    var observedAt = clock.instant();
    var patroni = patronis.of(database);
    var settings = ask(patroni::settings);
    var cluster = within(end, ask(patroni::cluster), database, Component.Type.PATRONI);
    var statuses = new LinkedHashMap<String, Future<MemberStatus>>();
    cluster.value().stream()
        .flatMap(state -> state.members().stream())
        .forEach(member ->
            member
                .apiUrl()
                .ifPresent(url -> statuses.put(member.name(), ask(() -> patroni.status(url)))));
    var replication =
        cluster
            .value()
            .flatMap(ClusterState::leader)
            .flatMap(ClusterMember::address)
            .map(address -> ask(servers.of(database, address)::replication));
    return new PostgresqlSnapshot(
        cluster,
        within(end, settings, database, Component.Type.PATRONI),
        answers(end, statuses, database),
        replication
            .<Answer<Replication>>map(
                asked -> within(end, asked, database, Component.Type.POSTGRESQL))
            .orElseGet(() -> Answer.failed(noLeader(database, cluster))),
        observedAt);
  }

  private static Map<String, Answer<MemberStatus>> answers(
      long end, Map<String, Future<MemberStatus>> asked, Database database) {
    var answers = new LinkedHashMap<String, Answer<MemberStatus>>();
    asked.forEach((member, future) ->
        answers.put(member, within(end, future, database, Component.Type.PATRONI)));
    return answers;
  }

  private static <T> Future<T> ask(Callable<T> question) {
    return ASKING.submit(question);
  }

  private static <T> Answer<T> within(
      long end, Future<T> future, Database database, Component.Type asked) {
    try {
      return Answer.of(future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ProblemException told) {
        return Answer.failed(told.problem());
      }
      throw new IllegalStateException(failed.getCause());
    } catch (TimeoutException late) {
      future.cancel(true);
      return Answer.failed(tooSlow(database, asked));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static Problem tooSlow(Database database, Component.Type asked) {
    var said = "no answer within %d ms".formatted(BUDGET.toMillis());
    return Problem.of(
            ProblemCode.COMPONENT_TIMEOUT,
            "The %s of %s is too slow: %s.".formatted(asked, database.name(), said))
        .withRemedy("Look at its hosts, its processes and the network; then try again.")
        .causedBy(asked.name(), database.name(), said);
  }

  private static Problem noLeader(Database database, Answer<ClusterState> cluster) {
    return cluster.problem().orElseGet(() -> LeaderAbsent.problem(database.name()));
  }
}
