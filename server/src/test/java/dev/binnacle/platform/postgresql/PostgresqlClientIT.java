package dev.binnacle.platform.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.PatroniCluster;
import dev.binnacle.sandbox.PatroniMember;
import dev.binnacle.sandbox.PatroniSettings;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.PortRange;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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

  private static Database database() {
    return platform.current().description().database("orders").orElseThrow();
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
