package dev.binnacle.contract;

import static dev.binnacle.contract.Stage.Person.MARIA;
import static dev.binnacle.contract.Stage.Person.OLAF;

import dev.binnacle.contract.Stage.Person;
import dev.binnacle.sandbox.RedisMember;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestRedis;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.util.Comparator;

/** The part of the story that plays on a Redis Cluster. */
final class RedisDays {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String REDIS = "/databases/" + TestRedis.NAME + "/redis";

  private final Stage stage;
  private final Recording recording;

  RedisDays(Stage stage, Recording recording) {
    this.stage = stage;
    this.recording = recording;
  }

  /** Maria looks, has data written to disk, and changes who serves what. */
  void play() {
    slowCommand();
    nodeProcedures();
    slotProcedures();
    comingAndGoing();
    replicaIsAway();
  }

  private void slowCommand() {
    stage
        .redis()
        .ask(
            first(true),
            jedis -> {
              jedis.clientSetname("checkout");
              jedis.configSet("slowlog-log-slower-than", "0");
              jedis.dbSize();
              return jedis.configSet("slowlog-log-slower-than", "10000");
            });
    recording.answer("listRedisSlowLog", 200, stage.get(MARIA, REDIS + "/slow-log?limit=1"));
  }

  private void nodeProcedures() {
    ofNode(
        "failoverRedisNode",
        first(false),
        "/failover",
        "{\"reason\": \"Kernel update of the master's host, CHG-2231\"}");
    ofNode(
        "saveRedisNode",
        first(true),
        "/save",
        "{\"reason\": \"Before the upgrade, CHG-2231\", \"timeout\": \"PT10M\"}");
    ofNode(
        "rewriteRedisNode",
        first(true),
        "/rewrite",
        "{\"reason\": \"The file has grown tenfold\", \"timeout\": \"PT10M\"}");
  }

  private void slotProcedures() {
    try (var client = stage.redis().client()) {
      for (int key = 0; key < 500; key++) {
        client.set("session:" + key, "of a customer");
      }
    }
    procedure(
        "reshardRedisCluster",
        REDIS + "/reshard",
        """
        {"reason": "New hosts have arrived, CHG-2240", "target": "%s", "slots": 1000}
        """
            .formatted(first(true).address()));
    procedure(
        "rebalanceRedisCluster",
        REDIS + "/rebalance",
        "{\"reason\": \"Every host is to carry its part, CHG-2240\", \"threshold\": 0}");
    var redis = stage.redis();
    redis.cluster(
        redis.stranger(16_000), "SETSLOT", "16000", "IMPORTING", redis.id(redis.owner(16_000)));
    procedure(
        "fixRedisSlots",
        REDIS + "/fix-slots",
        "{\"reason\": \"A reshard by hand was interrupted, INC-1201\"}");
  }

  private void comingAndGoing() {
    var spare = stage.redis().cluster().spares().getFirst();
    procedure(
        OLAF,
        "addRedisNode",
        REDIS + "/add-node",
        """
        {"reason": "A second replica during the upgrade, CHG-2231", "address": "%s", "role": "REPLICA", "master": "%s"}
        """
            .formatted(spare.address(), first(true).address()));
    ofNode(
        "removeRedisNode",
        spare,
        "/remove",
        "{\"reason\": \"The upgrade is over, CHG-2231\", \"timeout\": \"PT10M\"}");
  }

  private void ofNode(String operationId, RedisMember node, String verb, String request) {
    procedure(operationId, REDIS + "/nodes/" + node.address() + verb, request);
  }

  private void procedure(String operationId, String path, String request) {
    procedure(MARIA, operationId, path, request);
  }

  private void procedure(Person person, String operationId, String path, String request) {
    recording.request(operationId, request);
    recording.answer(operationId, 200, post(person, path + "?dryRun=true", request));
    recording.answer(operationId, 202, post(person, path, request));
  }

  /** The check has something to say. */
  private void replicaIsAway() {
    var replica = first(false);
    stage.redis().cluster().kill9(replica);
    var check =
        Patience.until(
            "the masters have seen it",
            DEADLINE,
            () -> stage.get(MARIA, REDIS + "/check"),
            answer -> answer.json().path("findings").toString().contains("fail,slave"));
    recording.answer("getRedisCheck", 200, check);
    recording.answer("listRedisNodes", 200, stage.get(MARIA, REDIS + "/nodes?limit=2"));
    stage.redis().cluster().start(replica);
    stage.redis().cluster().awaitServing();
  }

  private RedisMember first(boolean master) {
    return stage.redis().cluster().members().stream()
        .filter(member -> stage.redis().isMaster(member) == master)
        .min(Comparator.comparing(RedisMember::port))
        .orElseThrow();
  }

  private Answer post(Person person, String path, String body) {
    return stage
        .server()
        .send(
            TestServer.json(stage.request(person, path).header("Prefer", "wait=60"), "POST", body));
  }
}
