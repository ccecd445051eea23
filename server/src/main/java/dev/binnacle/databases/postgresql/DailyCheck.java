package dev.binnacle.databases.postgresql;

import static dev.binnacle.databases.postgresql.CheckPoint.critical;
import static dev.binnacle.databases.postgresql.CheckPoint.warning;

import dev.binnacle.databases.postgresql.CheckPoint.Verdict;
import dev.binnacle.health.Reason;
import dev.binnacle.platform.postgresql.ConnectionState;
import dev.binnacle.platform.postgresql.Connections;
import dev.binnacle.platform.postgresql.LockedSession;
import dev.binnacle.platform.postgresql.Standby;
import dev.binnacle.platform.postgresql.Storage;
import dev.binnacle.platform.postgresql.Unseen;
import dev.binnacle.problems.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The runbook's daily tasks for PostgreSQL, each with a verdict. Pure.
 *
 * @param verdict the worst of the points that were checked
 * @param complete whether every point was checked
 */
public record DailyCheck(
    Verdict verdict, boolean complete, List<CheckPoint> points, Instant observedAt) {

  /** A replica that replays later than this is no good for reads, and slow to take over. */
  static final Duration LONGEST_REPLAY_LAG = Duration.ofMinutes(1);

  /** A client that keeps a transaction open this long holds locks and stops vacuum. */
  static final Duration LONGEST_IDLE_TRANSACTION = Duration.ofMinutes(5);

  /** A request that waits for a lock this long has been given up by its user. */
  static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** A statement that takes this long on average is slow. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /** How far back statements are looked at. */
  static final Duration A_DAY = Duration.ofDays(1);

  static final int CONNECTIONS_WARNING_PERCENT = 80;
  static final int CONNECTIONS_CRITICAL_PERCENT = 95;
  static final int WAL_FILES_AWAITING_ARCHIVE = 10;

  /** What an abandoned slot may hold back. */
  static final long RETAINED_BYTES = 1L << 30;

  /** PostgreSQL stops taking writes at 2,000 million; autovacuum hurries from 200 million on. */
  static final long OLD_TRANSACTIONS = 500_000_000;

  static final long TOO_OLD_TRANSACTIONS = 1_500_000_000;

  /** Nobody has described a PgBouncer. */
  public static final Unseen NO_POOLER =
      new Unseen(
          "PGBOUNCER",
          "The platform description names no PgBouncer of this database.",
          "Describe it: databases[].pgbouncer. Until then ask its admin console: SHOW POOLS.");

  public DailyCheck {
    points = List.copyOf(points);
  }

  static DailyCheck of(DailyEvidence evidence) {
    var points =
        List.of(
            replication(evidence),
            diskSpace(),
            storage(evidence),
            connections(evidence),
            locks(evidence),
            slowQueries(evidence),
            backups(),
            connectionPools(evidence));
    return new DailyCheck(
        points.stream()
            .map(CheckPoint::verdict)
            .filter(verdict -> verdict != Verdict.NOT_AVAILABLE)
            .min(Comparator.naturalOrder())
            .orElse(Verdict.NOT_AVAILABLE),
        points.stream().noneMatch(point -> point.verdict() == Verdict.NOT_AVAILABLE),
        points,
        evidence.snapshot().observedAt());
  }

  private static CheckPoint replication(DailyEvidence evidence) {
    var snapshot = evidence.snapshot();
    if (snapshot.cluster().problem().isPresent()) {
      return unanswered("REPLICATION", snapshot.cluster().problem().get(), "/members");
    }
    var findings =
        new ArrayList<>(PostgresqlHealth.ofCluster(snapshot, snapshot.cluster().orThrow()));
    snapshot.replication().value().stream()
        .flatMap(replication -> replication.standbys().stream())
        .filter(DailyCheck::isSlow)
        .forEach(standby ->
            findings.add(
                warning(
                    "REPLAY_SLOW",
                    "%s replays %s late."
                        .formatted(
                            standby.applicationName(), standby.replayed().lag().orElseThrow()))));
    return CheckPoint.checked(
        "REPLICATION", "Every replica streams and keeps up.", findings, "/members");
  }

  private static boolean isSlow(Standby standby) {
    return standby
        .replayed()
        .lag()
        .filter(lag -> lag.compareTo(LONGEST_REPLAY_LAG) > 0)
        .isPresent();
  }

  private static CheckPoint diskSpace() {
    return CheckPoint.notAvailable(
        "DISK_SPACE",
        new Unseen(
            "FREE_DISK_SPACE",
            "Neither Patroni nor SQL sees how much space is left on the disks.",
            "Look at the file systems of the hosts, for instance with node_exporter."),
        Optional.of("/postgresql/storage"));
  }

  private static CheckPoint storage(DailyEvidence evidence) {
    var findings = new ArrayList<Reason>();
    evidence
        .storage()
        .forEach(member -> {
          var name = member.member().name();
          member.storage().value().ifPresent(storage -> storage(name, storage, findings));
          member
              .storage()
              .problem()
              .ifPresent(problem -> findings.add(warning("STORAGE_NOT_SEEN", problem.detail())));
        });
    evidence.sizes().value().stream()
        .flatMap(List::stream)
        .filter(size -> size.oldestTransactionAge() > OLD_TRANSACTIONS)
        .map(size -> {
          var words =
              "The oldest transaction id of %s is %d transactions old: vacuum does not keep up."
                  .formatted(size.name(), size.oldestTransactionAge());
          return size.oldestTransactionAge() > TOO_OLD_TRANSACTIONS
              ? critical("TRANSACTION_IDS", words)
              : warning("TRANSACTION_IDS", words);
        })
        .forEach(findings::add);
    return evidence.storage().isEmpty()
        ? CheckPoint.notAvailable(
            "STORAGE",
            new Unseen(
                "STORAGE", "Nobody says who the members are.", "Look at Patroni's members first."),
            Optional.of("/postgresql/storage"))
        : CheckPoint.checked(
            "STORAGE",
            "Nothing holds WAL back, and vacuum keeps up.",
            findings,
            "/postgresql/storage");
  }

  private static void storage(String member, Storage storage, List<Reason> findings) {
    storage
        .wal()
        .flatMap(Storage.Wal::awaitingArchive)
        .filter(files -> files > WAL_FILES_AWAITING_ARCHIVE)
        .ifPresent(files ->
            findings.add(
                warning(
                    "ARCHIVE_BEHIND",
                    "%d WAL files of %s wait to be archived.".formatted(files, member))));
    for (var slot : storage.slots()) {
      if (slot.walStatus().filter("lost"::equals).isPresent()) {
        findings.add(
            critical(
                "SLOT_LOST",
                "The slot %s of %s has lost its WAL: its reader can never continue."
                    .formatted(slot.name(), member)));
      } else if (!slot.active() && slot.retainedBytes().orElse(0L) > RETAINED_BYTES) {
        findings.add(
            warning(
                "SLOT_ABANDONED",
                "Nobody reads from the slot %s of %s, which holds back %d bytes of WAL."
                    .formatted(slot.name(), member, slot.retainedBytes().orElseThrow())));
      }
    }
  }

  private static CheckPoint connections(DailyEvidence evidence) {
    var seen = evidence.connections();
    if (seen.problem().isPresent()) {
      return unanswered("CONNECTIONS", seen.problem().get(), "/postgresql/connections");
    }
    var connections = seen.orThrow();
    var findings = new ArrayList<Reason>();
    int usable = Math.max(1, connections.maximum() - connections.reserved());
    int percent = 100 * connections.used() / usable;
    var words = "%d of %d connections are in use.".formatted(connections.used(), usable);
    if (percent >= CONNECTIONS_CRITICAL_PERCENT) {
      findings.add(critical("CONNECTIONS_EXHAUSTED", words));
    } else if (percent >= CONNECTIONS_WARNING_PERCENT) {
      findings.add(warning("CONNECTIONS_SCARCE", words));
    }
    connections.groups().stream()
        .filter(DailyCheck::isForgotten)
        .forEach(group ->
            findings.add(
                warning(
                    "TRANSACTION_FORGOTTEN",
                    "A transaction has been idle for up to %s: it holds locks and stops vacuum."
                        .formatted(group.oldestTransaction().orElseThrow()))));
    return CheckPoint.checked("CONNECTIONS", words, findings, "/postgresql/connections");
  }

  private static boolean isForgotten(Connections.Group group) {
    return (group.state() == ConnectionState.IDLE_IN_TRANSACTION
            || group.state() == ConnectionState.IDLE_IN_TRANSACTION_ABORTED)
        && group
            .oldestTransaction()
            .filter(age -> age.compareTo(LONGEST_IDLE_TRANSACTION) > 0)
            .isPresent();
  }

  private static CheckPoint locks(DailyEvidence evidence) {
    var seen = evidence.locks();
    if (seen.problem().isPresent()) {
      return unanswered("LOCKS", seen.problem().get(), "/postgresql/blocked-sessions");
    }
    var late = seen.orThrow().stream().filter(DailyCheck::waitsLong).count();
    return CheckPoint.checked(
        "LOCKS",
        "Nobody waits long for a lock.",
        late == 0
            ? List.of()
            : List.of(
                warning(
                    "LOCK_WAITS",
                    "%d sessions wait for a lock for more than %s.".formatted(late, LONGEST_WAIT))),
        "/postgresql/blocked-sessions");
  }

  private static boolean waitsLong(LockedSession session) {
    return session.waiting().filter(time -> time.compareTo(LONGEST_WAIT) > 0).isPresent();
  }

  private static CheckPoint slowQueries(DailyEvidence evidence) {
    var path = "/postgresql/slow-queries";
    var seen = evidence.slowQueries();
    if (seen.problem().isPresent()) {
      return unanswered("SLOW_QUERIES", seen.problem().get(), path);
    }
    var found = seen.orThrow();
    if (found.unavailable().isPresent()) {
      return CheckPoint.notAvailable("SLOW_QUERIES", found.unavailable().get(), Optional.of(path));
    }
    long slow =
        found.queries().stream()
            .filter(query -> query.counters().mean().compareTo(SLOW) > 0)
            .count();
    var since = found.countedSince().map(time -> " since " + time).orElse("");
    return CheckPoint.checked(
        "SLOW_QUERIES",
        "No statement took more than %s on average%s.".formatted(SLOW, since),
        slow == 0
            ? List.of()
            : List.of(
                warning(
                    "STATEMENTS_SLOW",
                    "%d statements took more than %s on average%s.".formatted(slow, SLOW, since))),
        path);
  }

  private static CheckPoint backups() {
    return CheckPoint.notAvailable(
        "BACKUPS",
        new Unseen(
            "BACKUPS",
            "Binnacle does not know of the backups of this database.",
            "Look at the last backup and at the archive where they are kept."),
        Optional.empty());
  }

  private static CheckPoint connectionPools(DailyEvidence evidence) {
    var poolers = evidence.snapshot().poolers();
    if (poolers.isEmpty()) {
      return CheckPoint.notAvailable("CONNECTION_POOLS", NO_POOLER, Optional.empty());
    }
    var silence = poolers.getFirst().state().problem();
    if (poolers.stream().allMatch(pooler -> pooler.state().problem().isPresent())) {
      return unanswered("CONNECTION_POOLS", silence.orElseThrow(), "/postgresql/pools");
    }
    var findings = new ArrayList<>(PoolHealth.reasons(poolers));
    findings.addAll(PoolHealth.shortages(poolers));
    return CheckPoint.checked(
        "CONNECTION_POOLS",
        "No pool is paused, and no client waits long for a connection.",
        findings,
        "/postgresql/pools");
  }

  private static CheckPoint unanswered(String name, Problem problem, String details) {
    return CheckPoint.notAvailable(
        name,
        new Unseen(name, problem.detail(), "Look at the members, then check again."),
        Optional.of(details));
  }
}
