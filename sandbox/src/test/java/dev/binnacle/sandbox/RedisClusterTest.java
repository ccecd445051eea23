package dev.binnacle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

class RedisClusterTest {

  @Test
  void sixServersServeOnLoopbackBehindAPasswordAndVanish() {
    var cluster = RedisCluster.prepare(RedisSettings.temporary(TestPorts.RANGE, 1));
    var pids = java.util.Set.<Long>of();
    try (cluster) {
      cluster.start();
      pids = cluster.pids();

      assertThat(info(cluster, cluster.members().getFirst()))
          .contains("cluster_state:ok")
          .contains("cluster_slots_ok:16384")
          .contains("cluster_known_nodes:6")
          .contains("cluster_size:3");
      assertThat(info(cluster, cluster.spares().getFirst())).contains("cluster_known_nodes:1");
      assertThat(Listeners.of(pids)).hasSize(14).allMatch(Listeners.Listener::isLoopback);
      assertThatThrownBy(() -> ask(cluster.members().getFirst(), "wrong"))
          .isInstanceOf(JedisAccessControlException.class);
    }
    assertThat(pids).hasSize(7).noneMatch(pid -> ProcessIdentity.of(pid).isPresent());
  }

  @Test
  void dataAndAddressesSurviveARestart(@TempDir Path home) throws Exception {
    java.nio.file.Files.setPosixFilePermissions(
        home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
    var first =
        RedisCluster.prepare(RedisSettings.in(home, RedisSettings.freePorts(TestPorts.RANGE)));
    try (first) {
      first.start();
      set(first, "a");
    }

    var again =
        RedisCluster.prepare(RedisSettings.in(home, RedisSettings.freePorts(TestPorts.RANGE)));
    try (again) {
      again.start();

      assertThat(again.members()).isEqualTo(first.members());
      assertThat(keys(again)).isEqualTo(1);
    }
  }

  /** Whoever serves the key takes it. */
  private static void set(RedisCluster cluster, String key) {
    for (var member : cluster.members()) {
      try (var jedis = open(member, cluster.secrets().password())) {
        jedis.set(key, key);
        return;
      } catch (JedisDataException moved) {
        // Another one serves it.
      }
    }
    throw new AssertionError("nobody serves " + key);
  }

  private static long keys(RedisCluster cluster) {
    return cluster.members().stream()
        .filter(member -> ask(member, cluster.secrets().password()).contains("role:master"))
        .mapToLong(member -> {
          try (var jedis = open(member, cluster.secrets().password())) {
            return jedis.dbSize();
          }
        })
        .sum();
  }

  private static String info(RedisCluster cluster, RedisMember member) {
    try (var jedis = open(member, cluster.secrets().password())) {
      return jedis.clusterInfo();
    }
  }

  private static String ask(RedisMember member, String password) {
    try (var jedis = open(member, password)) {
      return jedis.info("replication");
    }
  }

  private static Jedis open(RedisMember member, String password) {
    return new Jedis(
        new HostAndPort("127.0.0.1", member.port()),
        DefaultJedisClientConfig.builder().user(RedisSecrets.USER).password(password).build());
  }
}
