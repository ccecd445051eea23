package dev.binnacle.platform.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.PlatformDescription.Credentials;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.PlatformDescription.Sql;
import dev.binnacle.platform.SecretReference;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.PatroniCluster;
import dev.binnacle.sandbox.PatroniMember;
import dev.binnacle.sandbox.PatroniSettings;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.PortRange;
import dev.binnacle.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client on the servers of a real cluster. */
@Tag("component")
class PostgresqlClientIT {

  private static final PortRange PORTS = new PortRange(26300, 26399);

  @TempDir static Path directory;
  private static PatroniCluster cluster;
  private static GivenPlatform platform;

  @BeforeAll
  static void startCluster() {
    cluster = PatroniCluster.prepare(PatroniSettings.temporary(PORTS));
    cluster.start();
    platform =
        GivenPlatform.in(
            PlatformFile.write(
                directory.resolve("platform.yaml"),
                List.of(PlatformFile.PatroniDatabase.of(cluster))));
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void theLeaderTakesWritesDurablyAndAReplicaDoesNot() throws SQLException {
    long before = walPosition();
    assertThat(client(leader().sqlPort()).write()).contains(1L);
    assertThat(walPosition()).isGreaterThan(before);
    assertThat(client(replica().sqlPort()).write()).isEmpty();
  }

  @Test
  void theLeaderShowsItsStandbys() {
    var replication = client(leader().sqlPort()).replication();
    assertThat(replication.inRecovery()).isFalse();
    assertThat(replication.timeline()).contains(1L);
    assertThat(replication.standbys()).hasSize(2).allMatch(Standby::isStreaming);
    assertThat(replication.standbys())
        .extracting(Standby::applicationName)
        .isSorted()
        .contains(replica().name());
    assertThat(replication.streams(replica().name())).isTrue();
    assertThat(replication.streams(leader().name())).isFalse();
    var standby = replication.standby(replica().name()).orElseThrow();
    assertThat(standby.clientAddress()).contains("127.0.0.1");
    assertThat(standby.syncState()).isEqualTo(SyncState.ASYNC);
    assertThat(standby.replayed().lsn()).isPresent();
    assertThat(standby.replayed().lagBytes().orElseThrow()).isNotNegative();

    var ofReplica = client(replica().sqlPort()).replication();
    assertThat(ofReplica.inRecovery()).isTrue();
    assertThat(ofReplica.timeline()).isEmpty();
    assertThat(ofReplica.standbys()).isEmpty();
  }

  @Test
  void connectionsAreCountedByState() throws SQLException {
    try (var idle = cluster.connect(leader());
        var open = cluster.connect(leader())) {
      open.setAutoCommit(false);
      open.createStatement().execute("select 1");
      idle.createStatement().execute("select 1");
      var connections = client(leader().sqlPort()).connections();
      assertThat(connections.maximum()).isEqualTo(100);
      assertThat(connections.reserved()).isEqualTo(3);
      assertThat(connections.available()).isEqualTo(100 - 3 - connections.used()).isLessThan(97);
      assertThat(connections.groups())
          .extracting(Connections.Group::state)
          .contains(ConnectionState.IDLE, ConnectionState.IDLE_IN_TRANSACTION);
      assertThat(
              connections.groups().stream()
                  .filter(group -> group.state() == ConnectionState.IDLE_IN_TRANSACTION)
                  .findFirst()
                  .orElseThrow()
                  .oldestTransaction())
          .isPresent();
    }
  }

  @Test
  void connectionsAreBrokenDownByDatabaseUserAndWait() throws SQLException {
    try (var idle = cluster.connect(leader())) {
      idle.createStatement().execute("select 1");
      assertThat(client(leader().sqlPort()).connections().shares())
          .anySatisfy(share -> {
            assertThat(share.state()).isEqualTo(ConnectionState.IDLE);
            assertThat(share.database()).contains("postgres");
            assertThat(share.user()).contains("postgres");
            assertThat(share.waitEventType()).contains("Client");
            assertThat(share.count()).isPositive();
          });
    }
  }

  @Test
  void databasesHaveTheirSizes() {
    var sizes = client(leader().sqlPort()).sizes();
    assertThat(sizes).extracting(DatabaseSize::name).contains("postgres", "template0", "template1");
    assertThat(sizes).allMatch(size -> size.bytes().orElseThrow() > 1_000_000);
    assertThat(sizes)
        .isSortedAccordingTo(
            Comparator.comparing((DatabaseSize size) -> -size.bytes().orElseThrow()));
  }

  @Test
  void whatIsOnDiskIsSeenOnTheLeaderAndOnReplicas() {
    for (var member : cluster.members()) {
      var storage = client(member.sqlPort()).storage();
      assertThat(storage.dataBytes().orElseThrow()).isPositive();
      assertThat(storage.tablespaces())
          .extracting(Storage.Tablespace::name)
          .containsExactly("pg_default", "pg_global");
      assertThat(storage.wal().orElseThrow().files()).isPositive();
      assertThat(storage.wal().orElseThrow().awaitingArchive()).isPresent();
      assertThat(storage.temporaryBytes()).contains(0L);
      assertThat(storage.unseen()).extracting(Unseen::what).containsExactly("FREE_DISK_SPACE");
    }
    assertThat(client(leader().sqlPort()).storage().slots())
        .hasSize(2)
        .allMatch(Storage.Slot::active)
        .noneMatch(Storage.Slot::logical);
  }

  @Test
  void whoMayNotSeeEverythingIsToldWhatIsMissing() throws SQLException {
    onLeader("create role nobody login password 'nothing'");
    try {
      var client = clientAs("nobody", "nothing");

      var storage = client.storage();
      assertThat(storage.wal()).isEmpty();
      assertThat(storage.unseen())
          .extracting(Unseen::what)
          .contains("WAL_DIRECTORY", "TEMPORARY_FILES");
      assertThat(storage.unseen())
          .filteredOn(unseen -> unseen.what().equals("WAL_DIRECTORY"))
          .allMatch(unseen -> unseen.remedy().contains("pg_monitor"));
      assertThat(client.sizes()).hasSize(3);
      assertThat(counted(client).hidden()).isPositive();

      onLeader("grant pg_monitor to nobody");
      assertThat(client.storage().wal()).isPresent();
      assertThat(counted(client).hidden()).isZero();
    } finally {
      onLeader("drop role nobody");
    }
  }

  @Test
  void statementsAreCountedAndDescribedWithoutTheirConstants() throws SQLException {
    try (var connection = cluster.connect(leader());
        var statement = connection.createStatement()) {
      for (int i = 0; i < 3; i++) {
        statement.execute(
            "select count(*) as counted_by_a_test from pg_class where relpages = " + i);
      }
    }
    var client = client(leader().sqlPort());
    var counted = counted(client);
    assertThat(counted.resetAt()).isPresent();
    assertThat(counted.evictions()).isPresent();

    var described = client.describe(counted.counters().keySet());
    var mine =
        described.entrySet().stream()
            .filter(entry -> entry.getValue().text().contains("counted_by_a_test"))
            .findFirst()
            .orElseThrow();
    assertThat(mine.getValue().text()).doesNotContain("0", "1 ");
    assertThat(mine.getValue().user()).contains("postgres");
    assertThat(mine.getValue().database()).contains("postgres");
    var counters = counted.counters().get(mine.getKey());
    assertThat(counters.calls()).isEqualTo(3);
    assertThat(counters.mean()).isPositive().isLessThanOrEqualTo(counters.total());
  }

  @Test
  void aMissingExtensionIsNoErrorAndSaysWhatToDo() throws SQLException {
    onLeader("drop extension pg_stat_statements");
    try {
      assertThat(client(leader().sqlPort()).statements())
          .isInstanceOfSatisfying(
              StatementStatistics.NotAvailable.class,
              nothing -> assertThat(nothing.reason().remedy()).contains("create extension"));
    } finally {
      onLeader("create extension pg_stat_statements");
    }
  }

  @Test
  void whoWaitsForWhomIsSeen() throws Exception {
    onLeader("create table contested (id int)", "insert into contested values (1)");
    try (var holder = cluster.connect(leader());
        var waiter = cluster.connect(leader())) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("update contested set id = 2 where id = 1");
      var waiting = CompletableFuture.runAsync(() -> update(waiter, "update contested set id = 3"));
      var sessions =
          Patience.until(
              "somebody waits",
              Duration.ofSeconds(30),
              () -> client(leader().sqlPort()).lockedSessions(),
              seen -> seen.size() == 2);
      holder.rollback();
      waiting.get();

      var blocked = sessions.stream().filter(session -> !session.blockedBy().isEmpty()).findFirst();
      var root = sessions.stream().filter(session -> session.blockedBy().isEmpty()).findFirst();
      assertThat(blocked.orElseThrow().blockedBy()).containsExactly(root.orElseThrow().processId());
      assertThat(blocked.orElseThrow().waiting()).isPresent();
      assertThat(blocked.orElseThrow().statement()).contains("update contested set id = ?");
      assertThat(root.orElseThrow().state()).contains(ConnectionState.IDLE_IN_TRANSACTION);
      assertThat(client(leader().sqlPort()).lockedSessions()).isEmpty();
    } finally {
      onLeader("drop table contested");
    }
  }

  private static void update(Connection connection, String sql) {
    try {
      connection.createStatement().execute(sql);
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private static StatementStatistics.Counted counted(PostgresqlClient client) {
    return (StatementStatistics.Counted) client.statements();
  }

  private static void onLeader(String... statements) throws SQLException {
    try (var connection = cluster.connect(leader());
        var statement = connection.createStatement()) {
      for (var text : statements) {
        statement.execute(text);
      }
    }
  }

  private static PostgresqlClient clientAs(String user, String password) {
    try {
      var file = Files.writeString(directory.resolve("password-of-" + user), password);
      var database = database();
      return new PostgresqlClients(platform.edges())
          .of(
              new Database.Postgresql(
                  database.name(),
                  database.site(),
                  database.patroni(),
                  new Sql(
                      new Credentials(user, new SecretReference.InFile(file)),
                      "postgres",
                      Optional.empty()),
                  database.pgbouncer()),
              new Address("127.0.0.1", leader().sqlPort()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void aSilentServerCostsLittleAndIsNamed() {
    try (var proxy = FaultProxy.start(leader().sqlPort(), PORTS)) {
      assertThat(client(proxy.port()).write()).isPresent();
      proxy.blackhole();
      long start = System.nanoTime();
      var late = problem(() -> client(proxy.port()).replication());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(late.code()).isEqualTo(ProblemCode.COMPONENT_TIMEOUT);
      assertThat(late.detail()).contains("127.0.0.1:" + proxy.port());
      proxy.refuse();
      assertThat(problem(() -> client(proxy.port()).replication()).code())
          .isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    }
  }

  @Test
  void aWriteSessionComesBackWithItsServer() {
    try (var proxy = FaultProxy.start(leader().sqlPort(), PORTS);
        var session = client(proxy.port()).openWriteSession()) {
      assertThat(session.tryWrite()).isPresent();
      proxy.refuse();
      assertThat(session.tryWrite()).isEmpty();
      assertThat(session.tryWrite()).isEmpty();
      proxy.pass();
      assertThat(session.tryWrite()).isPresent();
    }
  }

  private static long walPosition() throws SQLException {
    try (var connection = cluster.connect(leader());
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static PostgresqlClient client(int port) {
    return new PostgresqlClients(platform.edges()).of(database(), new Address("127.0.0.1", port));
  }

  private static Database.Postgresql database() {
    return platform
        .current()
        .description()
        .database("orders", Database.Postgresql.class)
        .orElseThrow();
  }

  private static PatroniMember leader() {
    return cluster.leader().orElseThrow();
  }

  private static PatroniMember replica() {
    return cluster.members().stream()
        .filter(member -> !member.equals(leader()))
        .findFirst()
        .orElseThrow();
  }

  private static Problem problem(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem();
  }
}
