package dev.binnacle.testing;

import dev.binnacle.sandbox.PlatformFile.RedisDatabase;
import dev.binnacle.sandbox.RedisCluster;
import dev.binnacle.sandbox.RedisMember;
import dev.binnacle.sandbox.RedisSettings;
import dev.binnacle.sandbox.RedisTls;
import dev.binnacle.sandbox.ServerProcess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;

/** A real Redis Cluster, and what is true of it without asking a server of Binnacle. */
public final class TestRedis implements AutoCloseable {

  /** Its name in the platform description. */
  public static final String NAME = "sessions";

  private static final int PATIENT_ATTEMPTS = 50;

  private final RedisCluster cluster;

  private TestRedis(RedisCluster cluster) {
    this.cluster = cluster;
  }

  /** Three masters with a replica each, and some servers that do not belong to them. */
  public static TestRedis start(int spares) {
    return start(RedisSettings.temporary(TestPlatform.PORTS, spares));
  }

  /** Three masters with a replica each, behind TLS. */
  public static TestRedis start(RedisTls tls) {
    return start(RedisSettings.temporary(TestPlatform.PORTS, 0).with(tls));
  }

  private static TestRedis start(RedisSettings settings) {
    var cluster = RedisCluster.prepare(settings);
    try {
      cluster.start();
    } catch (RuntimeException failed) {
      cluster.close();
      throw failed;
    }
    return new TestRedis(cluster);
  }

  /** The processes. */
  public RedisCluster cluster() {
    return cluster;
  }

  /** A server of Binnacle that knows this cluster alone. */
  public TestServer serve() {
    return serve(RedisDatabase.of(cluster));
  }

  /** A server of Binnacle that knows Redis as described. */
  public TestServer serve(RedisDatabase described) {
    var platform = TestPlatform.shared();
    return new TestServer(
        ServerProcess.start(
            platform.settings(
                platform.newDatabase(),
                platform.describeRedis(List.of(described)),
                Map.of("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "100000"))));
  }

  /** What a server of the cluster answers. */
  public <T> T ask(RedisMember member, Function<Jedis, T> question) {
    try (var jedis = connect(member)) {
      return question.apply(jedis);
    }
  }

  /** A connection to a server, which the caller closes. */
  public Jedis connect(RedisMember member) {
    return new Jedis(new HostAndPort("127.0.0.1", member.port()), login());
  }

  /** What a server answers to a CLUSTER command. */
  public String cluster(RedisMember member, String... words) {
    return ask(
        member,
        jedis ->
            new String(
                (byte[]) jedis.sendCommand(Protocol.Command.CLUSTER, words), Protocol.CHARSET));
  }

  /** A client of the whole cluster. */
  public JedisCluster client() {
    Set<HostAndPort> nodes =
        cluster.members().stream()
            .map(member -> new HostAndPort("127.0.0.1", member.port()))
            .collect(Collectors.toSet());
    return new JedisCluster(nodes, login(), PATIENT_ATTEMPTS);
  }

  private JedisClientConfig login() {
    return cluster.access().settings();
  }

  /** The servers that are masters now, by themselves. */
  public List<RedisMember> masters() {
    return cluster.members().stream().filter(this::isMaster).toList();
  }

  /** Whether it is a master now, by itself. */
  public boolean isMaster(RedisMember member) {
    return ask(member, jedis -> jedis.info("replication")).contains("role:master");
  }

  /** The server that serves a slot, by itself. */
  public RedisMember owner(int slot) {
    return masters().stream().filter(master -> serves(master, slot)).findFirst().orElseThrow();
  }

  /** A master that does not serve a slot. */
  public RedisMember stranger(int slot) {
    return masters().stream().filter(master -> !serves(master, slot)).findFirst().orElseThrow();
  }

  private boolean serves(RedisMember member, int slot) {
    var line =
        cluster(member, "NODES")
            .lines()
            .filter(node -> node.contains("myself"))
            .findFirst()
            .orElseThrow();
    return Stream.of(line.split(" "))
        .skip(8)
        .filter(word -> !word.startsWith("["))
        .map(word -> word.split("-"))
        .anyMatch(ends ->
            Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]));
  }

  /** The id of a server. */
  public String id(RedisMember member) {
    return cluster(member, "MYID");
  }

  @Override
  public void close() {
    cluster.close();
  }
}
