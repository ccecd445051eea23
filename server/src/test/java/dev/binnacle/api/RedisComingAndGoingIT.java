package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.RedisMember;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.RedisLoad;
import dev.binnacle.testing.TestRedis;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.LibraryInfo;

/** Nodes that come and go in a real Redis Cluster of three masters and three replicas. */
@Tag("api")
class RedisComingAndGoingIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String REDIS = "/api/v1/databases/" + TestRedis.NAME + "/redis";
  private static final String LIBRARY =
      "#!lua name=shop\nredis.register_function('half', function(keys, args) return 1 end)";
  private static final int SLOTS = 16_384;

  private static TestRedis redis;
  private static TestServer server;

  @BeforeAll
  static void start() {
    redis = TestRedis.start(2);
    server = redis.serve();
  }

  @AfterAll
  static void end() {
    server.close();
    redis.close();
  }

  @AfterEach
  void asBefore() {
    redis.cluster().awaitServing();
    Patience.until(
        "it is healthy again",
        DEADLINE,
        () -> check(),
        check -> check.at("/health/verdict").asText().equals("HEALTHY"));
    assertThat(nodes()).hasSize(6);
  }

  private static JsonNode check() {
    return server.get(REDIS + "/check").hasStatus(200).json();
  }

  private static List<JsonNode> nodes() {
    return server.get(REDIS + "/nodes").hasStatus(200).json().path("items").findParents("epoch");
  }

  private static JsonNode node(RedisMember member) {
    return nodes().stream()
        .filter(node -> node.path("name").asText().equals(member.address()))
        .findFirst()
        .orElseThrow();
  }

  private static List<RedisMember> spares() {
    return redis.cluster().spares();
  }

  private static List<RedisMember> replicas() {
    return redis.cluster().members().stream().filter(member -> !redis.isMaster(member)).toList();
  }

  @Test
  void aMasterJoinsTakesItsPartAndLeavesUnderLoadWithoutALostWrite() throws Exception {
    var spare = spares().getFirst();
    redis
        .masters()
        .forEach(master -> redis.ask(master, jedis -> jedis.functionLoadReplace(LIBRARY)));
    try (var load = RedisLoad.start(redis, 2, 500)) {
      var added = run("/add-node", address(spare));
      run("/rebalance", "\"threshold\": 0, \"useEmptyMasters\": true");

      assertThat(added.at("/result/role").asText()).isEqualTo("MASTER");
      assertThat(added.at("/result/id").asText()).isEqualTo(redis.id(spare));
      assertThat(node(spare).path("slotCount").asInt()).isEqualTo(SLOTS / 4);
      List<LibraryInfo> libraries = redis.ask(spare, jedis -> jedis.functionList());
      assertThat(libraries).as("the cluster's functions").hasSize(1);

      var removed = run(removal(spare), "\"replaceKeys\": false");

      assertThat(removed.at("/result/slotsMoved").asInt()).isEqualTo(SLOTS / 4);
      assertThat(load.wrong()).isEmpty();
    } finally {
      redis.masters().forEach(master -> redis.ask(master, Jedis::functionFlush));
      redis.ask(spare, Jedis::functionFlush);
    }
    assertThat(nodes()).as("an even cluster again").allMatch(RedisComingAndGoingIT::isEven);
    knowsNobody(spare);
  }

  private static boolean isEven(JsonNode node) {
    return node.path("role").asText().equals("REPLICA")
        || Math.abs(node.path("slotCount").asInt() - SLOTS / 3) <= 1;
  }

  private static void knowsNobody(RedisMember member) {
    assertThat(redis.cluster(member, "NODES").lines()).hasSize(1);
    assertThat(redis.ask(member, Jedis::dbSize)).isZero();
  }

  @Test
  void aReplicaJoinsTheMasterWithTheFewestAndLeaves() {
    var spare = spares().getFirst();

    var added = run("/add-node", address(spare) + ", \"role\": \"REPLICA\"");

    assertThat(added.at("/result/role").asText()).isEqualTo("REPLICA");
    assertThat(redis.isMaster(spare)).isFalse();
    assertThat(node(spare).path("replicationLinkUp").asBoolean()).isTrue();

    run(removal(spare), "\"timeout\": \"PT2M\"");

    knowsNobody(spare);
  }

  @Test
  void whatIsAddedTwiceIsTakenAsItIs() {
    var spare = spares().getFirst();
    var master = redis.masters().getFirst();
    var wish = address(spare) + ", \"role\": \"REPLICA\", \"master\": \"" + master.address() + "\"";

    run("/add-node", wish);
    run("/add-node", wish);
    post("/add-node", address(spare)).isProblem(422, "INVALID_OPTIONS");

    run(removal(spare), "\"timeout\": \"PT2M\"");
  }

  @Test
  void replicasOfAMasterThatLeavesFollowOthers() {
    var master = spares().getFirst();
    var follower = spares().getLast();
    run("/add-node", address(master));
    run("/reshard", "\"target\": \"%s\", \"slots\": 30".formatted(master.address()));
    run(
        "/add-node",
        address(follower)
            + ", \"role\": \"REPLICA\", \"master\": \"%s\"".formatted(master.address()));

    run(removal(master), "\"timeout\": \"PT2M\"");

    assertThat(node(follower).path("replicationLinkUp").asBoolean()).isTrue();
    knowsNobody(master);
    run(removal(follower), "\"timeout\": \"PT2M\"");
  }

  @Test
  void aDeadReplicaIsForgottenForGood() throws Exception {
    var spare = spares().getFirst();
    run("/add-node", address(spare) + ", \"role\": \"REPLICA\"");
    var id = redis.id(spare);
    redis.cluster().kill9(spare);
    Patience.until(
        "the others have noticed",
        DEADLINE,
        () -> check().toString(),
        check -> check.contains("fail,slave"));

    var plan = post("/nodes/" + id + "/remove?dryRun=true", "\"timeout\": \"PT2M\"").json();
    run("/nodes/" + id + "/remove", "\"timeout\": \"PT2M\"");

    assertThat(plan.path("warnings").toString()).contains("never start it again");
    // For sixty seconds nobody listens to news of it; had one node missed it, it would come back.
    Thread.sleep(Duration.ofSeconds(65));
    assertThat(redis.cluster().members())
        .allMatch(member -> !redis.cluster(member, "NODES").contains(id));
    redis.cluster().start(spare);
    Patience.until(
        "it runs again",
        DEADLINE,
        () -> check(),
        check -> check.at("/health/verdict").asText().equals("HEALTHY"));
    Thread.sleep(Duration.ofSeconds(3));
    assertThat(nodes()).as("nobody knows it, whatever it remembers").hasSize(6);
    redis.cluster(spare, "RESET", "SOFT");
  }

  @Test
  void aServerThatIsNotEmptyIsNotAdded() {
    var spare = spares().getLast();
    redis.cluster(spare, "ADDSLOTS", "0");
    Patience.until(
        "it serves its slot",
        DEADLINE,
        () -> redis.cluster(spare, "NODES"),
        nodes -> nodes.strip().endsWith(" 0"));
    try {
      var problem = post("/add-node", address(spare)).isProblem(409, "GUARD_BLOCKED").json();

      assertThat(problem.path("guards").toString()).contains("NODE_IS_NEW");
      assertThat(redis.cluster(spare, "NODES").lines()).as("nothing was changed").hasSize(1);
    } finally {
      redis.cluster(spare, "DELSLOTS", "0");
    }
  }

  @Test
  void impossibleWishesAreRefused() {
    var master = redis.masters().getFirst();
    var spare = spares().getFirst();

    post("/add-node", address(master)).isProblem(422, "INVALID_OPTIONS");
    post("/add-node", "\"address\": \"nonsense\"").isProblem(422, "INVALID_OPTIONS");
    post("/add-node", address(spare) + ", \"master\": \"" + master.address() + "\"")
        .isProblem(422, "INVALID_OPTIONS");
    post(
            "/add-node",
            address(spare) + ", \"role\": \"REPLICA\", \"master\": \"" + spare.address() + "\"")
        .isProblem(422, "INVALID_OPTIONS");
    post("/add-node", "\"address\": \"127.0.0.1:1\"").isProblem(503, "COMPONENT_UNAVAILABLE");
    post("/nodes/10.0.0.1:1/remove", "\"timeout\": \"PT2M\"").isProblem(404, "RESOURCE_NOT_FOUND");
  }

  @Test
  void theLastReplicaAndTheThirdMasterAreKept() {
    var ofReplica = blocked(replicas().getFirst());
    var ofMaster = blocked(redis.masters().getFirst());

    assertThat(ofReplica).contains("MASTER_KEEPS_REPLICA");
    assertThat(ofMaster).contains("MASTERS_CAN_ELECT");
  }

  private static List<String> blocked(RedisMember member) {
    var problem = post(removal(member), "\"timeout\": \"PT2M\"").isProblem(409, "GUARD_BLOCKED");
    return problem.json().path("guards").findParents("outcome").stream()
        .filter(guard -> guard.path("outcome").asText().equals("BLOCK"))
        .map(guard -> guard.path("name").asText())
        .toList();
  }

  @Test
  void nobodyLeavesWhileANodeDoesNotHearOfIt() {
    var frozen = replicas().getFirst();
    var other = replicas().getLast();
    redis.cluster().pauseProcess(frozen);
    try {
      assertThat(blocked(other)).contains("OTHERS_ANSWER");
    } finally {
      redis.cluster().continueProcess(frozen);
    }
  }

  private static String address(RedisMember member) {
    return "\"address\": \"" + member.address() + "\"";
  }

  private static String removal(RedisMember member) {
    return "/nodes/" + member.address() + "/remove";
  }

  private static Answer post(String path, String members) {
    return server.send(
        TestServer.json(
            server.request(REDIS + path).header("Prefer", "wait=60"),
            "POST",
            "{\"reason\": \"because the test says so\", " + members + "}"));
  }

  private static JsonNode run(String path, String members) {
    var operation = post(path, members).hasStatus(202).json();
    assertThat(operation.path("state").asText())
        .as("%s", operation.toPrettyString())
        .isEqualTo("SUCCEEDED");
    return operation;
  }
}
