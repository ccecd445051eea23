package dev.binnacle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PatroniClusterTest {
  private static final Duration FAILOVER = Duration.ofSeconds(90);
  private static PatroniCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = PatroniCluster.prepare(PatroniSettings.temporary(TestPorts.RANGE));
    cluster.start();
  }

  @AfterAll
  static void stopCluster() {
    var pids = cluster.pids();
    cluster.close();
    assertThat(pids).hasSizeGreaterThan(6).noneMatch(pid -> ProcessIdentity.of(pid).isPresent());
    assertThat(cluster.directory()).doesNotExist();
  }

  @Test
  void startedClusterHasALeaderAndTwoStreamingReplicas() throws SQLException {
    PatroniMember leader = cluster.leader().orElseThrow();

    assertThat(number(leader, "select count(*) from pg_stat_replication where state = 'streaming'"))
        .isEqualTo(2);
    assertThat(number(leader, "select count(*) from pg_stat_statements")).isPositive();
  }

  @Test
  void nothingListensBeyondLoopback() {
    assertThat(Listeners.of(cluster.pids()))
        .hasSizeGreaterThanOrEqualTo(8)
        .allMatch(Listeners.Listener::isLoopback);
  }

  @Test
  void secondOwnerOfTheDirectoryIsRefused() {
    assertThatThrownBy(() ->
            PatroniCluster.prepare(
                PatroniSettings.in(cluster.directory(), PatroniPorts.free(TestPorts.RANGE, 3))))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("in use");
  }

  @Test
  void killedLeaderIsReplacedAndComesBackAsReplica() throws SQLException {
    PatroniMember old = cluster.leader().orElseThrow();

    cluster.kill9(old.name());

    assertThat(
            Waiting.until(
                FAILOVER, () -> cluster.leader().filter(member -> !member.equals(old)).isPresent()))
        .isTrue();
    cluster.start(old.name());
    cluster.awaitHealthy(FAILOVER);
    assertThat(number(old, "select pg_is_in_recovery()::int")).isEqualTo(1);
  }

  @Test
  void frozenReplicaStopsStreamingAndCatchesUpAgain() throws SQLException {
    PatroniMember leader = cluster.leader().orElseThrow();
    PatroniMember replica =
        cluster.members().stream().filter(m -> !m.equals(leader)).findFirst().orElseThrow();

    cluster.pauseProcess(replica.name());
    try {
      assertThat(HttpProbe.isOk(replica.rest().resolve("/patroni"))).isFalse();
    } finally {
      cluster.continueProcess(replica.name());
    }

    cluster.awaitHealthy(FAILOVER);
    assertThat(cluster.leader()).isEqualTo(Optional.of(leader));
  }

  private static long number(PatroniMember member, String sql) throws SQLException {
    try (Connection connection = cluster.connect(member);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
