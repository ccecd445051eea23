package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.PlatformFile.RedisDatabase;
import dev.binnacle.sandbox.RedisMember;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.RedisLoad;
import dev.binnacle.testing.StepTrap;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestRedis;
import dev.binnacle.testing.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import redis.clients.jedis.Jedis;

/**
 * One procedure on a Redis Cluster under load, with a server that is going to suffer (the victim)
 * and one that lives on (the successor), on a state store database of their own.
 */
final class RedisScenario implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String REDIS = "/api/v1/databases/" + TestRedis.NAME + "/redis";
  private static final int CLIENTS = 2;
  private static final int KEYS_OF_A_CLIENT = 1000;
  private static final int SLOTS = 300;

  private final TestPlatform platform = TestPlatform.shared();
  private final TestRedis redis;
  private final RedisJob job;
  private final String database;
  private final Path description;
  private final TestServer victim;
  private final RedisLoad load;
  private TestServer successor;
  private OperationUnderTest operation;
  private RedisMember subject;
  private long lastSave;

  RedisScenario(TestRedis redis, RedisJob job) {
    this.redis = redis;
    this.job = job;
    redis.cluster().awaitServing();
    database = platform.newDatabase();
    description = platform.describeRedis(List.of(RedisDatabase.of(redis.cluster())));
    victim = start();
    load = RedisLoad.start(redis, CLIENTS, KEYS_OF_A_CLIENT);
    try {
      Patience.until(
          "every key is there",
          DEADLINE,
          load::acknowledged,
          done -> done > 2L * CLIENTS * KEYS_OF_A_CLIENT);
      prepare();
    } catch (RuntimeException | AssertionError failed) {
      close();
      throw failed;
    }
  }

  private TestServer start() {
    return new TestServer(ServerProcess.start(platform.settings(database, description, Map.of())));
  }

  private void prepare() {
    // Only after a test that has failed is there anything to be done.
    wholly("/fix-slots", "");
    subject =
        switch (job) {
          case RESHARD, SNAPSHOT -> masterWithFewestKeys();
          case FAILOVER -> replica();
          case ADD_NODE, REMOVE_NODE -> redis.cluster().spares().getFirst();
        };
    if (job == RedisJob.REMOVE_NODE) {
      wholly("/add-node", "\"address\": \"" + subject.address() + "\"");
      wholly("/reshard", reshard(subject, ""));
    }
    lastSave = redis.ask(subject, Jedis::lastsave);
  }

  private RedisMember masterWithFewestKeys() {
    return redis.masters().stream()
        .min(Comparator.comparing((RedisMember master) -> redis.ask(master, Jedis::dbSize)))
        .orElseThrow();
  }

  private RedisMember replica() {
    return redis.cluster().members().stream()
        .filter(member -> !redis.isMaster(member))
        .findFirst()
        .orElseThrow();
  }

  private static String reshard(RedisMember target, String more) {
    return "\"target\": \"%s\", \"slots\": %d%s".formatted(target.address(), SLOTS, more);
  }

  private void wholly(String path, String members) {
    var operation =
        victim
            .send(
                TestServer.json(
                    victim.request(REDIS + path).header("Prefer", "wait=60"),
                    "POST",
                    body(members)))
            .hasStatus(202)
            .json();
    assertThat(operation.path("state").asText())
        .as("%s", operation.toPrettyString())
        .isEqualTo("SUCCEEDED");
  }

  private static String body(String members) {
    return "{\"reason\": \"crash test\"" + (members.isEmpty() ? "" : ", " + members) + "}";
  }

  TestRedis redis() {
    return redis;
  }

  /** The node that it is all about; the target of a reshard. */
  RedisMember subject() {
    return subject;
  }

  ServerProcess victim() {
    return victim.process();
  }

  void startSuccessor() {
    successor = start();
  }

  StepTrap trap(String step, Moment moment) throws SQLException {
    return new StepTrap(
        database,
        platform.store().user(),
        platform.store().password(),
        step,
        moment == Moment.AFTER ? "SUCCEEDED" : "RUNNING");
  }

  void begin() {
    var node = "/nodes/" + subject.address();
    switch (job) {
      case RESHARD -> begin("/reshard", reshard(subject, ""));
      case FAILOVER -> begin(node + "/failover", "");
      case ADD_NODE ->
          begin(
              "/add-node",
              "\"address\": \"%s\", \"role\": \"REPLICA\"".formatted(subject.address()));
      case REMOVE_NODE -> begin(node + "/remove", "");
      case SNAPSHOT -> begin(node + "/save", "");
    }
  }

  /** A reshard that gives a test time to look. */
  void beginSlowly() {
    begin("/reshard", reshard(subject, ", \"keysPerSecond\": 2"));
  }

  private void begin(String path, String members) {
    var accepted = victim.post(REDIS + path, body(members)).hasStatus(202);
    operation =
        new OperationUnderTest(
            UUID.fromString(accepted.json().path("id").asText()),
            () -> successor == null ? victim : successor);
  }

  OperationUnderTest operation() {
    return operation;
  }

  /** Waits for the end, and checks the cluster and every single write. */
  JsonNode endsWell() throws InterruptedException {
    var ended = operation.succeeded();
    switch (job) {
      case RESHARD -> assertThat(ended.at("/result/slotsMoved").asInt()).isEqualTo(SLOTS);
      case FAILOVER -> assertThat(redis.isMaster(subject)).isTrue();
      case ADD_NODE -> assertThat(redis.isMaster(subject)).isFalse();
      case REMOVE_NODE -> assertThat(redis.cluster(subject, "NODES").lines()).hasSize(1);
      case SNAPSHOT -> assertThat(redis.ask(subject, Jedis::lastsave)).isGreaterThan(lastSave);
    }
    Patience.until(
        "the cluster is healthy",
        DEADLINE,
        () -> successor.get(REDIS + "/check").hasStatus(200).json(),
        check -> check.at("/health/verdict").asText().equals("HEALTHY"));
    assertThat(load.wrong()).as("writes that are lost or came twice").isEmpty();
    assertThat(redis.masters().stream().mapToLong(master -> redis.ask(master, Jedis::dbSize)).sum())
        .as("keys on all masters together, none twice")
        .isEqualTo((long) CLIENTS * KEYS_OF_A_CLIENT);
    return ended;
  }

  @Override
  public void close() {
    load.close();
    victim.process().kill9();
    victim.close();
    if (successor != null) {
      successor.close();
    }
    leaveSpareAlone();
  }

  /**
   * Whatever became of it, the spare server is empty and alone again, under a new id: the others
   * take no news of the old one for a minute.
   */
  private void leaveSpareAlone() {
    var spare = redis.cluster().spares().getFirst();
    var id = redis.id(spare);
    for (var member : redis.cluster().members()) {
      if (redis.cluster(member, "NODES").contains(id)) {
        redis.cluster(member, "FORGET", id);
      }
    }
    redis.cluster(spare, "RESET", "HARD");
  }
}
