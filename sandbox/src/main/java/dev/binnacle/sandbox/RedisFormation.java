package dev.binnacle.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Makes one cluster of single servers, in the steps of the cluster tutorial of redis.io: slots,
 * epochs, meeting, replicas.
 */
record RedisFormation(RedisAccess access) {
  private static final Duration MEETING = Duration.ofSeconds(60);
  private static final int SLOTS = 16_384;

  /** Joins the servers; the first half become masters, the second half their replicas. */
  void form(List<RedisMember> members) {
    int masters = members.size() / 2;
    for (int i = 0; i < masters; i++) {
      int first = SLOTS * i / masters;
      int last = SLOTS * (i + 1) / masters - 1;
      cluster(members.get(i), "ADDSLOTSRANGE", String.valueOf(first), String.valueOf(last));
    }
    for (int i = 0; i < members.size(); i++) {
      cluster(members.get(i), "SET-CONFIG-EPOCH", String.valueOf(i + 1));
    }
    RedisMember first = members.getFirst();
    members.stream()
        .skip(1)
        .forEach(other ->
            cluster(
                first,
                "MEET",
                "127.0.0.1",
                String.valueOf(other.port()),
                String.valueOf(other.busPort())));
    require(
        "The servers of the Redis Cluster do not meet",
        () -> members.stream().allMatch(member -> knows(member, members.size())));
    for (int i = masters; i < members.size(); i++) {
      cluster(members.get(i), "REPLICATE", id(members.get(i - masters)));
    }
  }

  /** Waits until every server answers, whatever it knows of others. */
  void awaitServers(List<RedisMember> members) {
    require(
        "The servers of the Redis Cluster do not answer",
        () -> members.stream().allMatch(this::answers));
  }

  /** Waits until the cluster serves and every replica hears its master. */
  void awaitServing(List<RedisMember> members) {
    require("The Redis Cluster does not serve", () -> members.stream().allMatch(this::isServing));
  }

  private boolean answers(RedisMember member) {
    try {
      return with(member, jedis -> jedis.ping().equals("PONG"));
    } catch (JedisException notYet) {
      return false;
    }
  }

  private boolean knows(RedisMember member, int nodes) {
    return text(cluster(member, "INFO")).contains("cluster_known_nodes:" + nodes + "\r\n");
  }

  private boolean isServing(RedisMember member) {
    try {
      String replication = with(member, jedis -> jedis.info("replication"));
      return text(cluster(member, "INFO")).contains("cluster_state:ok")
          && (replication.contains("role:master")
              ? !replication.contains("connected_slaves:0")
              : replication.contains("master_link_status:up"));
    } catch (JedisException notYet) {
      return false;
    }
  }

  private String id(RedisMember member) {
    return text(cluster(member, "MYID"));
  }

  private Object cluster(RedisMember member, String... words) {
    return with(member, jedis -> jedis.sendCommand(Protocol.Command.CLUSTER, words));
  }

  private static String text(Object answer) {
    return new String((byte[]) answer, Protocol.CHARSET);
  }

  private <T> T with(RedisMember member, Function<Jedis, T> call) {
    try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", member.port()), access.settings())) {
      return call.apply(jedis);
    }
  }

  private static void require(String failure, java.util.function.BooleanSupplier condition) {
    if (!Waiting.until(MEETING, condition)) {
      throw new SandboxException(failure + " within " + MEETING.toSeconds() + " s");
    }
  }
}
