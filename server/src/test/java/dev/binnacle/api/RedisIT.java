package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.binnacle.client.api.DatabasesApi;
import dev.binnacle.client.api.RedisApi;
import dev.binnacle.client.model.DatabaseEngine;
import dev.binnacle.client.model.HealthVerdict;
import dev.binnacle.client.model.RedisNode;
import dev.binnacle.client.model.RedisRole;
import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.PlatformFile.RedisDatabase;
import dev.binnacle.sandbox.RedisMember;
import dev.binnacle.sandbox.RedisSecrets;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestRedis;
import dev.binnacle.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** A Redis Cluster as its operators see it, on a real one. */
@Tag("api")
class RedisIT {

  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final String DATABASE = "/api/v1/databases/" + TestRedis.NAME;
  private static final String REDIS = DATABASE + "/redis";

  private static TestRedis redis;
  private static TestServer server;

  @BeforeAll
  static void start() {
    redis = TestRedis.start(0);
    server = redis.serve();
  }

  @AfterAll
  static void end() {
    server.close();
    redis.close();
  }

  @AfterEach
  void heal() {
    redis.cluster().awaitServing();
    Patience.until("it is healthy again", DEADLINE, RedisIT::verdict, "HEALTHY"::equals);
  }

  private static JsonNode check() {
    return server.get(REDIS + "/check").hasStatus(200).json();
  }

  private static String verdict() {
    return check().at("/health/verdict").asText();
  }

  private static List<String> codes() {
    return check().path("findings").findValuesAsText("code");
  }

  @Test
  void aHealthyClusterHasNothingToSay() throws Exception {
    var seen = new RedisApi(server.client()).getRedisCheck(TestRedis.NAME);

    assertThat(seen.getHealth().getVerdict()).as("%s", seen).isEqualTo(HealthVerdict.HEALTHY);
    assertThat(seen.getFindings()).isEmpty();
    assertThat(seen.getSlotsCovered()).isEqualTo(16_384);
    assertThat(seen.getNodesAgree()).isTrue();
    assertThat(seen.getMasters()).isEqualTo(3);
    assertThat(seen.getReplicas()).isEqualTo(3);
  }

  @Test
  void itIsADatabaseAmongTheOthers() throws Exception {
    var databases = new DatabasesApi(server.client());

    var seen = databases.getDatabase(TestRedis.NAME);

    assertThat(seen.getEngine()).isEqualTo(DatabaseEngine.REDIS);
    assertThat(seen.getMembersTotal()).isEqualTo(6);
    assertThat(seen.getMembersHealthy()).isEqualTo(6);
    assertThat(server.get("/api/v1/databases?engine=REDIS").json().path("items")).hasSize(1);
    assertThat(server.get("/api/v1/databases?engine=POSTGRESQL").json().path("items")).isEmpty();
    server.get(DATABASE + "/members").isProblem(404, "RESOURCE_NOT_FOUND");
    server
        .post(DATABASE + "/switchover", "{\"reason\": \"wrong engine\"}")
        .isProblem(422, "ENGINE_NOT_SUPPORTED");
  }

  @Test
  void everyNodeTellsItsSlotsItsMemoryAndItsDisk() throws Exception {
    var nodes = new RedisApi(server.client()).listRedisNodes(TestRedis.NAME, 50, null).getItems();

    assertThat(nodes).hasSize(6).allMatch(RedisNode::getReachable);
    assertThat(nodes.stream().mapToInt(RedisNode::getSlotCount).sum()).isEqualTo(16_384);
    assertThat(nodes)
        .allSatisfy(node -> {
          assertThat(node.getMemory().getUsedBytes()).isPositive();
          assertThat(node.getMemory().getPolicy()).isEqualTo("noeviction");
          assertThat(node.getPersistence().getAppendOnlyFile().getEnabled()).isTrue();
          assertThat(node.getVersion()).startsWith("7.");
        });
    assertThat(nodes.stream().filter(node -> node.getRole() == RedisRole.REPLICA))
        .hasSize(3)
        .allMatch(RedisNode::getReplicationLinkUp);
  }

  @Test
  void nodesComeInPages() {
    var first = server.get(REDIS + "/nodes?limit=4").json();

    var second = server.get(REDIS + "/nodes?limit=4&cursor=" + first.path("nextCursor").asText());

    assertThat(first.path("items")).hasSize(4);
    assertThat(second.json().path("items")).hasSize(2);
  }

  @Test
  void slowCommandsOfAllNodesComeTogether() {
    var master = redis.masters().getFirst();
    redis.ask(master, jedis -> jedis.configSet("slowlog-log-slower-than", "0"));
    redis.ask(master, jedis -> jedis.dbSize());
    redis.ask(master, jedis -> jedis.configSet("slowlog-log-slower-than", "10000"));

    var slow = server.get(REDIS + "/slow-log").hasStatus(200).json().path("items");

    assertThat(slow.findValuesAsText("node")).contains(master.address());
    assertThat(slow.toString()).contains("DBSIZE");
  }

  @Test
  void aDeadMasterIsNamedAndItsReplicaTakesOver() {
    var master = redis.masters().getFirst();

    redis.cluster().kill9(master);

    assertThat(codes()).contains("NODE_UNREACHABLE");
    Patience.until(
        "somebody else serves its slots",
        DEADLINE,
        () -> codes(),
        codes ->
            codes.contains("NODE_UNREACHABLE")
                && !codes.contains("SLOTS_UNCOVERED")
                && !codes.contains("CLUSTER_DOWN")
                && codes.contains("MASTER_WITHOUT_REPLICA"));
    redis.cluster().start(master);
  }

  @Test
  void aFrozenNodeCostsTheAnswerItsTimeLimitOnce() {
    var replica = replica();
    redis.cluster().pauseProcess(replica);
    try {
      var nodes = server.get(REDIS + "/nodes").hasStatus(200).json().path("items");

      assertThat(nodes).hasSize(6);
      assertThat(nodes)
          .filteredOn(node -> !node.path("reachable").asBoolean())
          .singleElement()
          .satisfies(node -> assertThat(node.path("name").asText()).isEqualTo(replica.address()));
    } finally {
      redis.cluster().continueProcess(replica);
    }
  }

  @Test
  void aSlowNodeIsToldAsTooSlowAndLeftAloneForAWhile() {
    try (var proxy =
            FaultProxy.start(redis.cluster().members().getFirst().port(), TestPlatform.PORTS);
        var other =
            redis.serve(
                new RedisDatabase(
                    TestRedis.NAME,
                    List.of("127.0.0.1:" + proxy.port()),
                    redis.cluster().secrets()))) {
      proxy.delay(Duration.ofMillis(100));
      assertThat(other.get(REDIS + "/check").json().at("/health/verdict").asText())
          .as("slower than usual")
          .isEqualTo("HEALTHY");

      proxy.delay(Duration.ofSeconds(5));
      other.get(REDIS + "/nodes").isProblem(504, "COMPONENT_TIMEOUT");
      Patience.until(
          "it is left alone",
          DEADLINE,
          () -> other.get(REDIS + "/nodes").json().at("/component/said").asText(),
          said -> said.contains("left alone for a moment"));
      assertThat(other.get(REDIS + "/check").json().at("/health/verdict").asText())
          .isEqualTo("UNKNOWN");

      proxy.pass();
      Patience.until(
          "it is asked again",
          DEADLINE,
          () -> other.get(REDIS + "/check").json().at("/health/verdict").asText(),
          "HEALTHY"::equals);
    }
  }

  @Test
  void aSlowMemberIsNamedAndLeftAloneForAWhileAndTheOthersAnswer() {
    var replica = replica();
    var others =
        redis.cluster().members().stream()
            .filter(member -> !member.equals(replica))
            .map(RedisMember::address)
            .toList();
    try (var proxy = FaultProxy.start(replica.port(), TestPlatform.PORTS);
        var other =
            redis.serve(new RedisDatabase(TestRedis.NAME, others, redis.cluster().secrets()))) {
      var slow = "127.0.0.1:" + proxy.port();
      announce(replica, proxy.port());
      Patience.until(
          "it is known there",
          DEADLINE,
          () -> other.get(REDIS + "/nodes").json().path("items").findValuesAsText("name"),
          names -> names.contains(slow));
      proxy.delay(Duration.ofSeconds(5));

      Patience.until(
          "it is left alone",
          DEADLINE,
          () -> finding(other.get(REDIS + "/check").hasStatus(200).json(), "NODE_UNREACHABLE"),
          finding -> finding.toString().contains("left alone for a moment"));
      assertThat(call(other, slow).path("breaker").asText()).isEqualTo("OPEN");
      assertThat(component(other).path("breaker").asText())
          .as("the others answer")
          .isEqualTo("CLOSED");
      var nodes = other.get(REDIS + "/nodes").hasStatus(200).json().path("items");
      assertThat(nodes)
          .filteredOn(node -> !node.path("reachable").asBoolean())
          .extracting(node -> node.path("name").asText())
          .containsExactly(slow);

      proxy.pass();
      Patience.until(
          "it is asked again",
          DEADLINE,
          () -> other.get(REDIS + "/check").json().at("/health/verdict").asText(),
          "HEALTHY"::equals);
      assertThat(call(other, slow).path("breaker").asText()).isEqualTo("CLOSED");
    } finally {
      announce(replica, 0);
    }
  }

  /** Makes a node tell the others that clients find it at that port; 0 for the real one. */
  private static void announce(RedisMember member, int port) {
    redis.ask(member, jedis -> jedis.configSet("cluster-announce-port", String.valueOf(port)));
  }

  private static JsonNode finding(JsonNode check, String code) {
    return item(check.path("findings"), "code", code);
  }

  private static JsonNode component(TestServer server) {
    return item(
        server.get("/api/v1/platform").hasStatus(200).json().path("components"), "type", "REDIS");
  }

  private static JsonNode call(TestServer server, String endpoint) {
    return item(component(server).path("calls"), "endpoint", endpoint);
  }

  private static JsonNode item(JsonNode items, String member, String value) {
    for (var item : items) {
      if (item.path(member).asText().equals(value)) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  /** A node that takes a slot over believes nobody about it, not even who serves it. */
  @Test
  void nodesThatDisagreeAreToldWithWhoSaysWhatAndNothingMoves() {
    var owner = redis.owner(16_000);
    var dissenter = redis.stranger(16_000);
    try {
      var finding =
          Patience.until(
              "they disagree",
              DEADLINE,
              () -> {
                disownSlot(dissenter, owner);
                return finding(check(), "VIEWS_DISAGREE");
              },
              JsonNode::isObject);

      assertThat(item(finding.path("evidence"), "name", dissenter.address()).path("value").asText())
          .isEqualTo("16000 of nobody");
      assertThat(finding.path("evidence"))
          .filteredOn(fact -> fact.path("value").asText().equals("16000 of " + owner.address()))
          .singleElement()
          .satisfies(fact -> assertThat(fact.path("name").asText().split(", ")).hasSize(5));
      Patience.until(
          "a plan is blocked for it",
          DEADLINE,
          () -> {
            disownSlot(dissenter, owner);
            return item(reshardPlan(dissenter).path("guards"), "name", "NODES_AGREE");
          },
          guard -> guard.path("outcome").asText().equals("BLOCK"));
    } finally {
      redis.cluster(dissenter, "SETSLOT", "16000", "STABLE");
    }
  }

  /** Nodes may come to an agreement by themselves, so this is done again with each look. */
  private static void disownSlot(RedisMember dissenter, RedisMember owner) {
    redis.cluster(dissenter, "SETSLOT", "16000", "IMPORTING", redis.id(owner));
    try {
      redis.cluster(dissenter, "DELSLOTS", "16000");
    } catch (JedisDataException alreadyNobodys) {
      assertThat(alreadyNobodys).hasMessageContaining("already unassigned");
    }
  }

  private static JsonNode reshardPlan(RedisMember target) {
    return server
        .post(
            REDIS + "/reshard?dryRun=true",
            "{\"reason\": \"may not be\", \"slots\": 10, \"target\": \"%s\"}"
                .formatted(target.address()))
        .hasStatus(200)
        .json();
  }

  @Test
  void aUserWhoMayNotEverythingIsToldWhatIsMissing() {
    var node = redis.masters().getFirst();
    redis.ask(
        node, jedis -> jedis.sendCommand(Protocol.Command.ACL, "SETUSER", "binnacle", "-bgsave"));
    try {
      var operation = post("/nodes/" + node.address() + "/save").hasStatus(202).json();

      assertThat(operation.path("state").asText()).isEqualTo("FAILED");
      assertThat(operation.at("/error/component/said").asText()).contains("NOPERM");
    } finally {
      redis.ask(
          node, jedis -> jedis.sendCommand(Protocol.Command.ACL, "SETUSER", "binnacle", "+@all"));
    }
  }

  @Test
  void anOpenSlotIsFound() {
    var importer = redis.stranger(16_000);
    redis.cluster(importer, "SETSLOT", "16000", "IMPORTING", redis.id(redis.owner(16_000)));
    try {
      var check = check();

      assertThat(check.path("findings").findValuesAsText("code")).containsExactly("SLOTS_OPEN");
      assertThat(check.at("/openSlots/0/slot").asInt()).isEqualTo(16_000);
    } finally {
      redis.cluster(importer, "SETSLOT", "16000", "STABLE");
    }
  }

  @Test
  void aWrongPasswordIsARefusalThatSaysWhatToDo(@TempDir Path other) throws Exception {
    Files.writeString(other.resolve("redis-password"), "wrong");
    var described =
        new RedisDatabase(
            TestRedis.NAME,
            List.of(redis.cluster().members().getFirst().address()),
            new RedisSecrets(other));

    try (var stranger = redis.serve(described)) {
      var problem = stranger.get(REDIS + "/nodes").isProblem(502, "COMPONENT_REFUSED").json();
      var check = stranger.get(REDIS + "/check").hasStatus(200).json();

      assertThat(problem.at("/component/said").asText()).contains("WRONGPASS");
      assertThat(check.at("/health/verdict").asText()).isEqualTo("UNKNOWN");
    }
  }

  @Test
  void aReplicaTakesOver() {
    var replica = replica();

    var operation = run("/nodes/" + replica.address() + "/failover");

    assertThat(operation.at("/result/node").asText()).isEqualTo(replica.address());
    assertThat(redis.isMaster(replica)).isTrue();
    var former = operation.at("/result/previousMaster").asText();
    assertThat(redis.masters()).noneMatch(member -> member.address().equals(former));
  }

  @Test
  void aMasterCannotTakeOver() {
    var master = redis.masters().getFirst();

    post("/nodes/" + master.address() + "/failover?dryRun=true")
        .isProblem(422, "CANDIDATE_NOT_ELIGIBLE");
    post("/nodes/10.0.0.1:1/failover").isProblem(404, "RESOURCE_NOT_FOUND");
  }

  @Test
  void aSnapshotIsProvedByLastSave() {
    var node = redis.masters().getFirst();
    long before = redis.ask(node, jedis -> jedis.lastsave());

    var operation = run("/nodes/" + redis.id(node) + "/save");

    long after = redis.ask(node, jedis -> jedis.lastsave());
    assertThat(after).isGreaterThan(before);
    assertThat(operation.at("/result/snapshotAt").asText())
        .isGreaterThan(operation.at("/result/previousSnapshotAt").asText());
  }

  @Test
  void theAppendOnlyFileIsWrittenAnew() {
    var node = redis.masters().getFirst();

    var operation = run("/nodes/" + node.address() + "/rewrite");

    assertThat(operation.at("/result/kind").asText()).isEqualTo("REDIS_REWRITE");
    String persistence = redis.ask(node, jedis -> jedis.info("persistence"));
    assertThat(persistence).contains("aof_rewrite_in_progress:0").doesNotContain("aof_rewrites:0");
  }

  private static RedisMember replica() {
    return redis.cluster().members().stream()
        .filter(member -> !redis.isMaster(member))
        .findFirst()
        .orElseThrow();
  }

  private static Answer post(String path) {
    return server.send(
        TestServer.json(
            server.request(REDIS + path).header("Prefer", "wait=60"),
            "POST",
            "{\"reason\": \"because the test says so\"}"));
  }

  private static JsonNode run(String path) {
    var operation = post(path).hasStatus(202).json();
    assertThat(operation.path("state").asText())
        .as("%s", operation.toPrettyString())
        .isEqualTo("SUCCEEDED");
    return operation;
  }
}
