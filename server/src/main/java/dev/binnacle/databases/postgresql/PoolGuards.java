package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.pgbouncer.Pool;
import dev.binnacle.platform.pgbouncer.PoolMode;
import dev.binnacle.platform.postgresql.Connections;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** The guards of the procedures on connection pools. Pure. */
final class PoolGuards {

  static final String POOLERS_ANSWER = "POOLERS_ANSWER";
  static final String SESSION_POOLS = "SESSION_POOLS";
  static final String OPEN_TRANSACTIONS = "OPEN_TRANSACTIONS";
  static final String DATABASE_SERVES = "DATABASE_SERVES";

  private PoolGuards() {}

  /** Whether everybody who is meant can be paused or reloaded; who cannot is left out. */
  static GuardResult answer(List<SeenPooler> poolers) {
    var silent = silent(poolers);
    return silent.length == 0
        ? GuardResult.pass(POOLERS_ANSWER, "Every PgBouncer answers.")
        : GuardResult.block(
            POOLERS_ANSWER,
            "Not every PgBouncer answers; those who do not would be left out, and their clients go"
                + " on.",
            silent);
  }

  /** The same before pools are resumed: whoever can go on should not wait for the others. */
  static GuardResult answerToResume(List<SeenPooler> poolers) {
    var silent = silent(poolers);
    return silent.length == 0
        ? GuardResult.pass(POOLERS_ANSWER, "Every PgBouncer answers.")
        : GuardResult.warn(
            POOLERS_ANSWER,
            "Not every PgBouncer answers; those who do not are left out: ask again when they do.",
            silent);
  }

  private static Fact[] silent(List<SeenPooler> poolers) {
    return poolers.stream()
        .filter(pooler -> pooler.state().problem().isPresent())
        .map(pooler -> Fact.of(pooler.name(), pooler.state().problem().orElseThrow().detail()))
        .toArray(Fact[]::new);
  }

  /** Whether a pool gives connections back at all before its clients leave. */
  static GuardResult sessions(List<SeenPooler> poolers, List<PoolTarget> targets) {
    var holding =
        targets.stream()
            .flatMap(target -> pools(poolers, target).stream())
            .filter(pool -> pool.mode() == PoolMode.SESSION && pool.serversActive() > 0)
            .toList();
    return holding.isEmpty()
        ? GuardResult.pass(SESSION_POOLS, "No client holds a connection until it disconnects.")
        : GuardResult.block(
            SESSION_POOLS,
            "Clients of a session pool hold their connections until they disconnect: it would not"
                + " come to rest.",
            Fact.of("connections", holding.stream().mapToInt(Pool::serversActive).sum()));
  }

  /** The pools of a target, one for each user. */
  static List<Pool> pools(List<SeenPooler> poolers, PoolTarget target) {
    return poolers.stream()
        .filter(pooler -> pooler.name().equals(target.pgbouncer()))
        .flatMap(pooler -> pooler.state().value().stream())
        .flatMap(state -> state.pools(target.pool()).stream())
        .toList();
  }

  /** Whether a transaction is open that may outlast the patience of those who wait behind it. */
  static GuardResult transactions(Answer<Connections> connections, Duration drainTimeout) {
    if (connections.value().isEmpty()) {
      return GuardResult.notAvailable(
          OPEN_TRANSACTIONS,
          "The leader's PostgreSQL could not be asked for open transactions.",
          PatroniGuards.reason(connections));
    }
    var oldest =
        connections.orThrow().groups().stream()
            .flatMap(group -> group.oldestTransaction().stream())
            .max(Comparator.naturalOrder());
    var fact = PatroniGuards.fact("oldestTransaction", oldest.map(Duration::toString));
    return oldest.filter(age -> age.compareTo(drainTimeout) > 0).isPresent()
        ? GuardResult.warn(
            OPEN_TRANSACTIONS,
            "A transaction is open for longer than the pools may take to come to rest.",
            fact)
        : GuardResult.pass(OPEN_TRANSACTIONS, "No transaction is open for long.", fact);
  }

  /** Whether clients that go on find a database. */
  static GuardResult serves(PostgresqlSnapshot snapshot) {
    return snapshot.replication().value().filter(seen -> !seen.inRecovery()).isPresent()
        ? GuardResult.pass(DATABASE_SERVES, "The leader answers and takes writes.")
        : GuardResult.warn(
            DATABASE_SERVES,
            "No leader answers and takes writes: the clients would get errors in place of a wait.",
            PatroniGuards.reason(snapshot.replication()));
  }
}
