package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.PlatformFile.RedisDatabase;
import dev.binnacle.sandbox.RedisMember;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.RedisLoad;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestRedis;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Slots on the move in a real Redis Cluster, with clients that count every write. */
@Tag("api")
class RedisReshardIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String REDIS = "/api/v1/databases/" + TestRedis.NAME + "/redis";
  private static final int CLIENTS = 4;
  private static final int KEYS = 2000;

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

  @BeforeEach
  void balanced() {
    Patience.until(
        "the nodes agree", DEADLINE, () -> check(), check -> check.path("findings").isEmpty());
    run(server, "/rebalance", "\"threshold\": 0");
    Patience.until(
        "every master has its third",
        DEADLINE,
        () -> check(),
        check ->
            check.at("/health/verdict").asText().equals("HEALTHY")
                && redis.masters().stream()
                    .allMatch(master -> Math.abs(slots(master) - 5461) <= 1));
  }

  private static JsonNode check() {
    return server.get(REDIS + "/check").hasStatus(200).json();
  }

  private static int slots(RedisMember member) {
    for (var node : server.get(REDIS + "/nodes").json().path("items")) {
      if (node.path("name").asText().equals(member.address())) {
        return node.path("slotCount").asInt();
      }
    }
    throw new AssertionError("no node " + member.address());
  }

  @Test
  void thePlanNamesTheSlotsAndMovesNone() {
    var target = redis.masters().getFirst();

    var plan = post(server, "/reshard?dryRun=true", reshard(target, 1000)).hasStatus(200).json();

    assertThat(plan.path("startable").asBoolean()).as("%s", plan.toPrettyString()).isTrue();
    assertThat(plan.path("summary").asText()).contains("1000 slots go to " + target.address());
    assertThat(plan.at("/steps/0/touches")).hasSize(2);
    assertThat(slots(target)).isBetween(5460, 5462);
  }

  @Test
  void slotsMoveFromAllMastersUnderLoadWithoutALostWrite() throws Exception {
    var target = redis.masters().getFirst();
    int before = slots(target);
    try (var load = RedisLoad.start(redis, CLIENTS, KEYS)) {
      Patience.until(
          "every key is there", DEADLINE, load::acknowledged, done -> done > CLIENTS * KEYS);

      var operation = run(server, "/reshard", reshard(target, 3000));

      assertThat(operation.at("/result/slotsMoved").asInt()).isEqualTo(3000);
      assertThat(operation.at("/result/keysMoved").asLong()).isPositive();
      assertThat(slots(target)).isEqualTo(before + 3000);
      assertThat(check().at("/health/verdict").asText()).isEqualTo("HEALTHY");
      assertThat(load.wrong()).isEmpty();
    }
  }

  @Test
  void anotherServerGoesOnWhenOneIsKilledInTheMiddle() throws Exception {
    var platform = TestPlatform.shared();
    var database = platform.newDatabase();
    var described = platform.describeRedis(List.of(RedisDatabase.of(redis.cluster())));
    var target = redis.masters().getLast();
    int before = slots(target);
    try (var load = RedisLoad.start(redis, CLIENTS, KEYS)) {
      Patience.until(
          "every key is there", DEADLINE, load::acknowledged, done -> done > CLIENTS * KEYS);
      String path;
      try (var one =
          new TestServer(ServerProcess.start(platform.settings(database, described, Map.of())))) {
        path =
            post(one, "/reshard", reshard(target, 4000) + ", \"keysPerSecond\": 100", "")
                .hasStatus(202)
                .json()
                .at("/links/self")
                .asText();
        Patience.until(
            "some slots have moved", DEADLINE, () -> slots(target), now -> now > before + 50);
        one.process().kill9();
      }

      assertThat(slots(target)).as("in the middle").isLessThan(before + 4000);
      try (var other =
          new TestServer(ServerProcess.start(platform.settings(database, described, Map.of())))) {
        var ended =
            Patience.until(
                "it has ended",
                DEADLINE,
                () -> other.send(other.request(path).header("Prefer", "wait=30")).json(),
                operation -> operation.has("finishedAt"));

        assertThat(ended.path("state").asText())
            .as("%s", ended.toPrettyString())
            .isEqualTo("SUCCEEDED");
      }
      assertThat(slots(target)).isEqualTo(before + 4000);
      assertThat(check().at("/health/verdict").asText()).isEqualTo("HEALTHY");
      assertThat(load.wrong()).isEmpty();
    }
  }

  @Test
  void whenASourceDiesItsReplicaGivesTheRest() {
    try (var client = redis.client()) {
      for (int key = 0; key < KEYS; key++) {
        client.set("stays:" + key, "value " + key);
      }
    }
    var target = redis.masters().getFirst();
    var source = redis.masters().getLast();
    int before = slots(target);
    var path =
        post(server, "/reshard", reshard(target, 3000) + ", \"keysPerSecond\": 50", "")
            .hasStatus(202)
            .json()
            .at("/links/self")
            .asText();
    Patience.until(
        "some slots have moved", DEADLINE, () -> slots(target), now -> now > before + 50);

    redis.cluster().kill9(source);
    try {
      var ended =
          Patience.until(
              "it has ended",
              DEADLINE,
              () -> server.send(server.request(path).header("Prefer", "wait=30")).json(),
              operation -> operation.has("finishedAt"));

      assertThat(ended.path("state").asText())
          .as("%s", ended.toPrettyString())
          .isEqualTo("SUCCEEDED");
      assertThat(slots(target)).isEqualTo(before + 3000);
    } finally {
      redis.cluster().start(source);
      redis.cluster().awaitServing();
    }
    try (var client = redis.client()) {
      for (int key = 0; key < KEYS; key++) {
        assertThat(client.get("stays:" + key)).isEqualTo("value " + key);
      }
    }
  }

  @Test
  void aCancelLeavesNoSlotOpen() {
    var target = redis.masters().getFirst();
    var operation =
        post(server, "/reshard", reshard(target, 5000) + ", \"keysPerSecond\": 1", "")
            .hasStatus(202)
            .json();
    var path = "/api/v1/operations/" + operation.path("id").asText();
    Patience.until("some slots have moved", DEADLINE, () -> slots(target), now -> now > 5470);

    server.post(path + "/cancel", "{\"reason\": \"enough\"}").hasStatus(202);

    Patience.until(
        "it is cancelled",
        DEADLINE,
        () -> server.get(path).json().path("state").asText(),
        "CANCELLED"::equals);
    assertThat(check().path("openSlots")).isEmpty();
    assertThat(slots(target)).isLessThan(5461 + 5000);
  }

  @Test
  void moreSlotsThanThereAreAreRefused() {
    var masters = redis.masters();

    post(server, "/reshard", reshard(masters.getFirst(), 16_000)).isProblem(422, "INVALID_OPTIONS");
    post(
            server,
            "/reshard",
            reshard(masters.getFirst(), 1)
                + ", \"sources\": [\""
                + masters.getFirst().address()
                + "\"]")
        .isProblem(422, "INVALID_OPTIONS");
  }

  @Test
  void openSlotsAreClosedWithoutALostKey() {
    // The key "a" is in slot 15495, "foo" in 12182, "hello" in 866.
    try (var client = redis.client()) {
      for (var key : List.of("a", "foo", "hello")) {
        client.set(key, key);
      }
    }
    open(15_495, true, true);
    open(12_182, true, false);
    open(866, false, true);

    var plan = post(server, "/fix-slots?dryRun=true", "\"replaceKeys\": false").json();
    var operation = run(server, "/fix-slots", "\"replaceKeys\": false");

    assertThat(plan.at("/steps/0/touches")).hasSize(3);
    assertThat(operation.at("/result/slotsClosed").asInt()).isEqualTo(3);
    assertThat(check().at("/health/verdict").asText()).isEqualTo("HEALTHY");
    try (var client = redis.client()) {
      assertThat(List.of("a", "foo", "hello")).allMatch(key -> key.equals(client.get(key)));
    }
  }

  /** Opens a slot as an interrupted tool leaves it: at the importer, at its owner, or at both. */
  private static void open(int slot, boolean atImporter, boolean atOwner) {
    var owner = redis.owner(slot);
    var importer = redis.stranger(slot);
    if (atImporter) {
      redis.cluster(importer, "SETSLOT", "" + slot, "IMPORTING", redis.id(owner));
    }
    if (atOwner) {
      redis.cluster(owner, "SETSLOT", "" + slot, "MIGRATING", redis.id(importer));
    }
  }

  @Test
  void anOpenSlotBlocks() {
    var masters = redis.masters();
    var importer = redis.stranger(16_000);
    redis.cluster(importer, "SETSLOT", "16000", "IMPORTING", redis.id(redis.owner(16_000)));
    try {
      var problem =
          post(server, "/reshard", reshard(masters.get(1), 10))
              .isProblem(409, "GUARD_BLOCKED")
              .json();

      assertThat(problem.path("guards"))
          .anySatisfy(guard -> {
            assertThat(guard.path("name").asText()).isEqualTo("NO_OPEN_SLOTS");
            assertThat(guard.path("outcome").asText()).isEqualTo("BLOCK");
          });
    } finally {
      redis.cluster(importer, "SETSLOT", "16000", "STABLE");
    }
  }

  private static String reshard(RedisMember target, int slots) {
    return "\"target\": \"%s\", \"slots\": %d".formatted(target.address(), slots);
  }

  private static Answer post(TestServer server, String path, String members) {
    return post(server, path, members, "wait=60");
  }

  private static Answer post(TestServer server, String path, String members, String prefer) {
    var request = server.request(REDIS + path);
    if (!prefer.isEmpty()) {
      request.header("Prefer", prefer);
    }
    return server.send(
        TestServer.json(
            request, "POST", "{\"reason\": \"because the test says so\", " + members + "}"));
  }

  private static JsonNode run(TestServer server, String path, String members) {
    var operation = post(server, path, members).hasStatus(202).json();
    assertThat(operation.path("state").asText())
        .as("%s", operation.toPrettyString())
        .isEqualTo("SUCCEEDED");
    return operation;
  }
}
