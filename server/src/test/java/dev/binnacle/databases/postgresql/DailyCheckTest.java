package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.databases.postgresql.CheckPoint.Verdict;
import dev.binnacle.health.Reason;
import dev.binnacle.platform.postgresql.ConnectionState;
import dev.binnacle.platform.postgresql.Connections;
import dev.binnacle.platform.postgresql.DatabaseSize;
import dev.binnacle.platform.postgresql.LockedSession;
import dev.binnacle.platform.postgresql.StatementCounters;
import dev.binnacle.platform.postgresql.StatementKey;
import dev.binnacle.platform.postgresql.Storage;
import dev.binnacle.platform.postgresql.Unseen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the daily check makes of what was seen. */
class DailyCheckTest {

  private GivenSnapshot snapshot = GivenSnapshot.healthy();
  private Answer<Storage> storage = Answer.of(storage(0, slot(true, 0, "reserved")));
  private Answer<List<DatabaseSize>> sizes = Answer.of(List.of(size(1_000)));
  private Answer<Connections> connections = Answer.of(connections(10, Duration.ofSeconds(1)));
  private Answer<List<LockedSession>> locks = Answer.of(List.of());
  private Answer<SlowQueries.Found> slowQueries = Answer.of(found(Duration.ofMillis(20)));

  private static Storage storage(int awaitingArchive, Storage.Slot... slots) {
    return new Storage(
        List.of(),
        Optional.of(new Storage.Wal(1, 1, Optional.of(awaitingArchive))),
        Optional.empty(),
        List.of(slots),
        List.of());
  }

  private static Storage.Slot slot(boolean active, long retained, String walStatus) {
    return new Storage.Slot("b", false, active, Optional.of(retained), Optional.of(walStatus));
  }

  private static DatabaseSize size(long age) {
    return new DatabaseSize("shop", Optional.of(1L), false, true, "pg_default", age);
  }

  private static Connections connections(int used, Duration oldest) {
    return new Connections(
        103,
        3,
        used,
        List.of(
            new Connections.Group(
                ConnectionState.IDLE_IN_TRANSACTION,
                used,
                0,
                Optional.of(oldest),
                Optional.of(oldest))),
        List.of());
  }

  private static SlowQueries.Found found(Duration mean) {
    return new SlowQueries.Found(
        "a",
        Optional.empty(),
        Optional.of(Instant.EPOCH),
        Optional.of(Instant.EPOCH),
        Optional.empty(),
        1,
        0,
        Optional.of(0L),
        List.of(
            new SlowQueries.SlowQuery(
                new StatementKey(1, 2, 3),
                Optional.empty(),
                new StatementCounters(1, mean, 1, 0, 0, 0))),
        Instant.EPOCH);
  }

  private DailyCheck check() {
    var taken = snapshot.take();
    var members =
        taken.member("a").map(member -> new MemberStorage(member, storage)).stream().toList();
    return DailyCheck.of(new DailyEvidence(taken, members, sizes, connections, locks, slowQueries));
  }

  private CheckPoint point(String name) {
    return check().points().stream()
        .filter(point -> point.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void found(String point, Verdict verdict, String reason) {
    assertThat(point(point).verdict()).isEqualTo(verdict);
    assertThat(point(point).reasons()).extracting(Reason::code).contains(reason);
    assertThat(check().verdict()).isEqualTo(verdict);
  }

  @Test
  void aHealthyDatabaseIsFineAndWhatNobodyCheckedIsSaid() {
    var check = check();

    assertThat(check.verdict()).isEqualTo(Verdict.OK);
    assertThat(check.complete()).isFalse();
    assertThat(check.points())
        .filteredOn(point -> point.verdict() == Verdict.NOT_AVAILABLE)
        .extracting(CheckPoint::name)
        .containsExactly("DISK_SPACE", "BACKUPS", "CONNECTION_POOLS");
    assertThat(check.points())
        .filteredOn(point -> point.verdict() == Verdict.NOT_AVAILABLE)
        .allMatch(point -> !point.unseen().orElseThrow().remedy().isBlank());
  }

  @Test
  void aReplicaThatDoesNotStreamIsAWarning() {
    snapshot = GivenSnapshot.healthy().notStreaming("b");
    found("REPLICATION", Verdict.WARNING, "REPLICA_NOT_STREAMING");
  }

  @Test
  void poolsThatServeTheirClientsAreFine() {
    snapshot = GivenSnapshot.healthy().poolers(GivenPooler.serving("p1"));
    assertThat(point("CONNECTION_POOLS").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aPausedPoolIsToldOnce() {
    snapshot =
        GivenSnapshot.healthy().poolers(GivenPooler.serving("p1"), GivenPooler.paused("p2", 3));
    found("CONNECTION_POOLS", Verdict.WARNING, "POOL_PAUSED");
    assertThat(point("REPLICATION").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void clientsThatWaitLongAreAWarning() {
    snapshot = GivenSnapshot.healthy().poolers(GivenPooler.exhausted("p1", Duration.ofSeconds(6)));
    found("CONNECTION_POOLS", Verdict.WARNING, "POOL_EXHAUSTED");
  }

  @Test
  void aSilentPoolerIsAWarningAndWithoutAnyTheyAreNotAvailable() {
    snapshot = GivenSnapshot.healthy().poolers(GivenPooler.silent("p1"), GivenPooler.serving("p2"));
    found("CONNECTION_POOLS", Verdict.WARNING, "POOLER_UNREACHABLE");
    snapshot = GivenSnapshot.healthy().poolers(GivenPooler.silent("p1"));
    assertThat(point("CONNECTION_POOLS").verdict()).isEqualTo(Verdict.NOT_AVAILABLE);
  }

  @Test
  void aMissingLeaderIsCritical() {
    snapshot = GivenSnapshot.healthy().withoutLeader();
    found("REPLICATION", Verdict.CRITICAL, "NO_LEADER");
  }

  @Test
  void walThatIsHeldBackIsNoticed() {
    storage = Answer.of(storage(11, slot(true, 0, "reserved")));
    found("STORAGE", Verdict.WARNING, "ARCHIVE_BEHIND");
    storage = Answer.of(storage(0, slot(false, 2L << 30, "extended")));
    found("STORAGE", Verdict.WARNING, "SLOT_ABANDONED");
    storage = Answer.of(storage(0, slot(false, 0, "lost")));
    found("STORAGE", Verdict.CRITICAL, "SLOT_LOST");
  }

  @Test
  void transactionIdsThatRunOutAreNoticedInTime() {
    sizes = Answer.of(List.of(size(600_000_000)));
    found("STORAGE", Verdict.WARNING, "TRANSACTION_IDS");
    sizes = Answer.of(List.of(size(1_600_000_000)));
    found("STORAGE", Verdict.CRITICAL, "TRANSACTION_IDS");
  }

  @Test
  void connectionsThatRunOutAreNoticed() {
    connections = Answer.of(connections(79, Duration.ZERO));
    assertThat(point("CONNECTIONS").verdict()).isEqualTo(Verdict.OK);
    connections = Answer.of(connections(80, Duration.ZERO));
    found("CONNECTIONS", Verdict.WARNING, "CONNECTIONS_SCARCE");
    connections = Answer.of(connections(95, Duration.ZERO));
    found("CONNECTIONS", Verdict.CRITICAL, "CONNECTIONS_EXHAUSTED");
  }

  @Test
  void aForgottenTransactionIsNoticed() {
    connections = Answer.of(connections(10, Duration.ofMinutes(6)));
    found("CONNECTIONS", Verdict.WARNING, "TRANSACTION_FORGOTTEN");
  }

  @Test
  void slowStatementsAreNoticed() {
    slowQueries = Answer.of(found(Duration.ofMillis(1_500)));
    found("SLOW_QUERIES", Verdict.WARNING, "STATEMENTS_SLOW");
  }

  @Test
  void statementsThatNobodyCountsAreNotAvailable() {
    slowQueries =
        Answer.of(
            new SlowQueries.Found(
                "a",
                Optional.of(new Unseen("PG_STAT_STATEMENTS", "It is not there.", "Create it.")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                List.of(),
                Instant.EPOCH));
    assertThat(point("SLOW_QUERIES").verdict()).isEqualTo(Verdict.NOT_AVAILABLE);
    assertThat(point("SLOW_QUERIES").unseen().orElseThrow().remedy()).isEqualTo("Create it.");
  }

  @Test
  void aServerThatDoesNotAnswerCostsItsPointsOnly() {
    connections = Answer.failed(GivenSnapshot.SILENT);
    locks = Answer.failed(GivenSnapshot.SILENT);
    assertThat(point("CONNECTIONS").verdict()).isEqualTo(Verdict.NOT_AVAILABLE);
    assertThat(point("LOCKS").verdict()).isEqualTo(Verdict.NOT_AVAILABLE);
    assertThat(point("REPLICATION").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void nobodyWhoAnswersIsNotAvailable() {
    snapshot = GivenSnapshot.healthy().silentCluster();
    assertThat(point("REPLICATION").verdict()).isEqualTo(Verdict.NOT_AVAILABLE);
    assertThat(point("STORAGE").verdict()).isEqualTo(Verdict.NOT_AVAILABLE);
  }
}
