package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.mongodb.Fault;
import dev.binnacle.sandbox.mongodb.replication.MemberState;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestReplicaSet;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the API says of a replica set, and how a step down of its primary goes. */
@Tag("api")
class MongodbIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String DATABASE = "/api/v1/databases/" + TestReplicaSet.NAME;
  private static final String STEP_DOWN = DATABASE + "/mongodb/step-down";
  private static final String WISH = "{\"reason\": \"kernel update\", \"period\": \"PT30S\"}";

  private static TestReplicaSet set;
  private static TestServer server;

  @BeforeAll
  static void start() {
    set = TestReplicaSet.start();
    server = set.serve();
  }

  @AfterAll
  static void end() {
    server.close();
    set.close();
  }

  @AfterEach
  void heal() {
    set.heal();
    Patience.until(
        "the breakers let calls through again",
        DEADLINE,
        () -> get("").at("/health/verdict").asText(),
        "HEALTHY"::equals);
  }

  @Test
  void theSetIsAmongTheDatabases() {
    var listed =
        server.get("/api/v1/databases?engine=MONGODB").hasStatus(200).json().at("/items/0");

    assertThat(listed.path("name").asText()).isEqualTo(TestReplicaSet.NAME);
    assertThat(listed.path("leader").asText()).isEqualTo(set.primary());
    assertThat(listed.path("membersHealthy").asInt()).isEqualTo(3);
    assertThat(server.get("/api/v1/databases?engine=POSTGRESQL").json().path("items")).isEmpty();
    assertThat(get("/mongodb/replica-set").path("members")).hasSize(3);
  }

  @Test
  void whatIsOfAnotherEngineIsNotThere() {
    server.get(DATABASE + "/members").hasStatus(404);
    server.get(DATABASE + "/postgresql/history").hasStatus(404);
    assertThat(
            server
                .post(DATABASE + "/switchover", "{\"reason\": \"wrong engine\"}")
                .hasStatus(422)
                .json()
                .path("code")
                .asText())
        .isEqualTo("ENGINE_NOT_SUPPORTED");
    server.get("/api/v1/databases/nowhere/mongodb/replica-set").hasStatus(404);
  }

  @Test
  void theConfigurationAndTheOplogAreTold() {
    assertThat(get("/mongodb/configuration").path("members")).hasSize(3);
    var oplog = get("/mongodb/oplog");
    assertThat(oplog.path("member").asText()).isEqualTo(set.primary());
    assertThat(Duration.parse(oplog.path("window").asText())).isGreaterThan(Duration.ofHours(1));
    assertThat(oplog.path("shares")).isNotEmpty();
    assertThat(oplog.at("/backup/verdict").asText()).isEqualTo("NOT_AVAILABLE");
    assertThat(get("/mongodb/oplog?member=" + set.secondary()).path("member").asText())
        .isEqualTo(set.secondary());
    server.get(DATABASE + "/mongodb/oplog?member=10.0.0.1:27017").hasStatus(404);
  }

  @Test
  void whetherAMemberNeedsANewCopyIsTold() {
    var advice = get("/mongodb/resync-advice?member=" + set.secondary());

    assertThat(advice.path("verdict").asText()).isEqualTo("NOT_NEEDED");
    assertThat(advice.path("sources")).hasSize(2);
    server.get(DATABASE + "/mongodb/resync-advice?member=10.0.0.1:27017").hasStatus(404);
    server.get(DATABASE + "/mongodb/resync-advice").hasStatus(400);
  }

  @Test
  void sizesComeInPages() {
    assertThat(get("/mongodb/databases").at("/items/1/name").asText()).isEqualTo("shop");
    var first = get("/mongodb/collections?limit=2");
    var second = get("/mongodb/collections?limit=2&cursor=" + first.path("nextCursor").asText());

    assertThat(first.path("items")).hasSize(2);
    assertThat(second.at("/items/0/collection").asText()).isEqualTo("orders");
    assertThat(second.has("nextCursor")).isFalse();
  }

  @Test
  void longOperationsAreListed() {
    int id =
        set.simulator()
            .operations()
            .begin(
                set.primary(),
                "query",
                "shop.orders",
                BsonDocument.parse("{find: 'orders', filter: {card: '4111'}}"),
                "COLLSCAN",
                true,
                Instant.now().minusSeconds(40));

    var operations = get("/mongodb/operations?longerThan=PT30S");

    set.simulator().operations().end(id);
    assertThat(operations.at("/items/0/plan").asText()).isEqualTo("COLLSCAN");
    assertThat(operations.toString()).doesNotContain("4111");
    server.get(DATABASE + "/mongodb/operations?longerThan=soon").hasStatus(400);
  }

  @Test
  void aDeadMemberCostsAReasonAndNothingElse() {
    var dead = set.secondary();
    set.simulator().faults().inject(new Fault.MemberDead(dead));

    var seen =
        Patience.until(
            "the others have noticed",
            DEADLINE,
            () -> get("/mongodb/replica-set"),
            shown -> shown.toString().contains("MEMBER_DOWN"));

    assertThat(seen.at("/health/verdict").asText()).isEqualTo("DEGRADED");
    assertThat(member(seen, dead).path("reachable").asBoolean()).isFalse();
    assertThat(member(seen, dead).path("state").asText()).isEqualTo("DOWN");
    assertThat(seen.path("primary").asText()).isEqualTo(set.primary());
  }

  @Test
  void aSetThatIsAwayIsSaidToBe() {
    set.simulator()
        .hosts()
        .forEach(host -> set.simulator().faults().inject(new Fault.MemberDead(host)));

    var problem = server.get(DATABASE + "/mongodb/replica-set").hasStatus(503).json();
    assertThat(problem.at("/component/type").asText()).isEqualTo("MONGODB");
    assertThat(get("").at("/health/verdict").asText()).isEqualTo("UNKNOWN");
  }

  @Test
  void aPrimaryStepsDown() {
    var before = set.primary();
    var term = get("/mongodb/replica-set").path("term").asLong();

    var dryRun = server.post(STEP_DOWN + "?dryRun=true", WISH).hasStatus(200).json();
    assertThat(dryRun.path("startable").asBoolean()).as(dryRun.toPrettyString()).isTrue();
    assertThat(set.primary()).isEqualTo(before);

    var ended = ended(WISH);
    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/result/previousPrimary").asText()).isEqualTo(before);
    assertThat(ended.at("/result/newPrimary").asText())
        .isEqualTo(set.primary())
        .isNotEqualTo(before);
    assertThat(ended.at("/result/newTerm").asLong()).isEqualTo(term + 1);
  }

  @Test
  void withoutASuccessorNothingIsStarted() {
    var primary = set.primary();
    set.simulator().hosts().stream()
        .filter(host -> !host.equals(primary))
        .forEach(host ->
            set.simulator().faults().inject(new Fault.MemberLagging(host, Duration.ofSeconds(30))));
    Patience.until(
        "the lag shows",
        DEADLINE,
        () -> get("").toString(),
        shown -> shown.contains("MEMBER_LAGS"));

    var problem = server.post(STEP_DOWN, WISH).hasStatus(409).json();

    assertThat(problem.path("code").asText()).isEqualTo("GUARD_BLOCKED");
    assertThat(problem.path("detail").asText()).contains("SUCCESSOR_READY");
    assertThat(set.primary()).isEqualTo(primary);
  }

  @Test
  void aMemberIsAddedWithOneRightAfterTheOther() {
    var spare = set.simulator().addSpare();
    var wish = "{\"member\": \"%s\", \"priority\": 0.5, \"reason\": \"more room\"}";
    var version = get("/mongodb/configuration").path("version").asInt();

    var added = ended(DATABASE + "/mongodb/add-member", wish.formatted(spare));

    assertThat(added.path("state").asText()).as(added.toPrettyString()).isEqualTo("SUCCEEDED");
    assertThat(added.at("/result/members").asInt()).isEqualTo(4);
    assertThat(added.at("/result/voters").asInt()).isEqualTo(4);
    assertThat(added.at("/result/configurationVersion").asInt())
        .as("added, voting, leading: one change each")
        .isEqualTo(version + 3);
    assertThat(set.simulator().state(spare)).isEqualTo(MemberState.SECONDARY);
    server.post(DATABASE + "/mongodb/add-member", wish.formatted(spare)).hasStatus(422);

    var removed =
        ended(
            DATABASE + "/mongodb/remove-member",
            "{\"member\": \"%s\", \"reason\": \"enough room\"}".formatted(spare));

    assertThat(removed.path("state").asText()).as(removed.toPrettyString()).isEqualTo("SUCCEEDED");
    assertThat(removed.at("/result/voters").asInt()).isEqualTo(3);
    Patience.until(
        "it knows that it is no member",
        DEADLINE,
        () -> set.simulator().state(spare),
        MemberState.REMOVED::equals);
  }

  @Test
  void aPrimaryThatIsRemovedHandsOverFirst() {
    var spare = set.simulator().addSpare();
    var add = "{\"member\": \"%s\", \"reason\": \"replaces a host\"}";
    ended(DATABASE + "/mongodb/add-member", add.formatted(spare));
    var primary = set.primary();

    var removed =
        ended(
            DATABASE + "/mongodb/remove-member",
            "{\"member\": \"%s\", \"reason\": \"its host is replaced\"}".formatted(primary));

    assertThat(removed.path("state").asText()).as(removed.toPrettyString()).isEqualTo("SUCCEEDED");
    assertThat(set.primary()).isNotEqualTo(primary);
    assertThat(get("/mongodb/configuration").toString()).doesNotContain(primary);
    ended(DATABASE + "/mongodb/add-member", add.formatted(primary));
    ended(
        DATABASE + "/mongodb/remove-member",
        "{\"member\": \"%s\", \"reason\": \"as before\"}".formatted(spare));
  }

  @Test
  void aMajorityOfTheVotersIsNeverRemoved() {
    var dead = set.secondary();
    set.simulator().faults().inject(new Fault.MemberDead(dead));
    Patience.until(
        "the others have noticed",
        DEADLINE,
        () -> get("").toString(),
        shown -> shown.contains("MEMBER_DOWN"));
    var alive =
        set.simulator().hosts().stream()
            .limit(3)
            .filter(host -> !host.equals(dead) && !host.equals(set.primary()))
            .findFirst()
            .orElseThrow();

    var problem =
        server
            .post(
                DATABASE + "/mongodb/remove-member",
                "{\"member\": \"%s\", \"reason\": \"too much\"}".formatted(alive))
            .hasStatus(409)
            .json();

    assertThat(problem.path("detail").asText()).contains("QUORUM_SAFE");
    assertThat(get("/mongodb/configuration").path("members")).hasSize(3);
    server
        .post(
            DATABASE + "/mongodb/remove-member",
            "{\"member\": \"10.0.0.1:27017\", \"reason\": \"no member\"}")
        .hasStatus(422);
  }

  @Test
  void aCollectionIsCompactedOnEveryMemberThePrimaryLast() {
    var primary = set.primary();

    var compacted =
        ended(
            DATABASE + "/mongodb/compact",
            "{\"collection\": \"shop.carts\", \"reason\": \"old carts are gone\"}");

    assertThat(compacted.path("state").asText())
        .as(compacted.toPrettyString())
        .isEqualTo("SUCCEEDED");
    assertThat(compacted.at("/result/members")).hasSize(3);
    assertThat(compacted.at("/result/members/2/member").asText()).isEqualTo(primary);
    assertThat(compacted.at("/result/freedBytes").asLong()).isEqualTo(3 * 22_000_000L);
    assertThat(set.primary()).isNotEqualTo(primary);
    server
        .post(
            DATABASE + "/mongodb/compact",
            "{\"collection\": \"shop.nothing\", \"reason\": \"no collection\"}")
        .hasStatus(422);
  }

  @Test
  void nothingIsCompactedWhileAMemberIsAway() {
    set.simulator().faults().inject(new Fault.MemberDead(set.secondary()));
    Patience.until(
        "the others have noticed",
        DEADLINE,
        () -> get("").toString(),
        shown -> shown.contains("MEMBER_DOWN"));

    var problem =
        server
            .post(
                DATABASE + "/mongodb/compact",
                "{\"collection\": \"shop.orders\", \"reason\": \"not now\"}")
            .hasStatus(409)
            .json();

    assertThat(problem.path("detail").asText()).contains("ALL_MEMBERS_HEALTHY");
  }

  @Test
  void timesThatMongodbWouldRefuseAreRefused() {
    server
        .post(STEP_DOWN, "{\"reason\": \"test\", \"period\": \"PT31S\", \"catchUp\": \"PT50S\"}")
        .hasStatus(400);
    server.post(STEP_DOWN, "{\"reason\": \"test\", \"force\": true}").hasStatus(400);
  }

  private static JsonNode ended(String wish) {
    return ended(STEP_DOWN, wish);
  }

  private static JsonNode ended(String start, String wish) {
    var accepted =
        server.send(
            TestServer.json(server.request(start).header("Prefer", "wait=60"), "POST", wish));
    var path = "/api/v1/operations/" + accepted.hasStatus(202).json().path("id").asText();
    return Patience.until(
        "the operation is final",
        DEADLINE,
        () -> server.get(path).json(),
        operation -> operation.has("finishedAt"));
  }

  private static JsonNode get(String path) {
    return server.get(DATABASE + path).hasStatus(200).json();
  }

  private static JsonNode member(JsonNode shown, String name) {
    return StreamSupport.stream(shown.path("members").spliterator(), false)
        .filter(member -> member.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
