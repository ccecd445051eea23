package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.PatroniMember;
import dev.binnacle.sandbox.PatroniSecrets;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Connection pools on real PgBouncers, one beside each member, with clients of their own. */
@Tag("api")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolsIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String DATABASE = "/api/v1/databases/" + TestPlatform.DATABASE;
  private static final String POOLS = DATABASE + "/postgresql/pools";
  private static final String WHY = "{\"reason\":\"test of pools\"}";

  private final TestPlatform platform = TestPlatform.shared();
  private TestServer server;
  private PatroniMember member;

  @BeforeAll
  void startAServerThatKnowsThePoolers() {
    platform.patroni().awaitHealthy(DEADLINE);
    server =
        new TestServer(
            ServerProcess.start(
                platform.settings(
                    platform.newDatabase(), platform.describeWithPoolers(), Map.of())));
  }

  @AfterAll
  void stopIt() {
    server.close();
  }

  @BeforeEach
  void chooseTheLeader() {
    platform.patroni().awaitHealthy(DEADLINE);
    member = platform.patroni().leader().orElseThrow();
  }

  @AfterEach
  void nothingStaysPaused() {
    Patience.until(
        "no pool is paused",
        DEADLINE,
        () -> {
          var resume = start("/resume", WHY);
          if (resume.status() == 202) {
            ended(resume);
          }
          return server.get(POOLS).json().findValues("paused");
        },
        paused -> paused.size() == 3 && paused.stream().noneMatch(JsonNode::asBoolean));
  }

  @Test
  void poolsAreShownWithTheirClients() throws Exception {
    try (var client = client()) {
      client.createStatement().execute("select 1");
      var look = server.get(POOLS).hasStatus(200).json();

      assertThat(look.path("available").asBoolean()).isTrue();
      assertThat(look.path("poolers")).hasSize(3);
      assertThat(look.path("poolers"))
          .allMatch(pooler -> pooler.path("version").asText().startsWith("PgBouncer 1."));
      var here = pooler(look);
      assertThat(here.at("/databases/0/name").asText()).isEqualTo(platform.patroni().scope());
      assertThat(here.at("/databases/0/forwardsTo").asText())
          .isEqualTo("127.0.0.1:" + member.sqlPort());
      assertThat(here.at("/pools/0/mode").asText()).isEqualTo("TRANSACTION");
      assertThat(here.at("/pools/0/clientsActive").asInt()).isPositive();
    }
  }

  @Test
  void clientsOfAPausedPoolWaitAndGoOnWithoutAnError() throws Exception {
    try (var client = client()) {
      var paused = succeeded(start("/pause", WHY));
      assertThat(paused.at("/result/pools")).hasSize(3);
      assertThat(paused.at("/result/pools")).allMatch(pool -> pool.path("changed").asBoolean());

      var waiting = CompletableFuture.supplyAsync(() -> one(client));
      Patience.until(
          "a client waits",
          DEADLINE,
          () -> pooler(server.get(POOLS).json()).at("/pools/0/clientsWaiting").asInt(),
          count -> count == 1);
      assertThat(reasons()).contains("POOL_PAUSED");
      assertThat(dailyCheck().path("verdict").asText()).isEqualTo("WARNING");

      var resumed = succeeded(start("/resume", WHY));
      assertThat(resumed.at("/result/pools")).allMatch(pool -> pool.path("changed").asBoolean());
      assertThat(waiting.get()).isEqualTo(1);
      assertThat(reasons()).doesNotContain("POOL_PAUSED");
      assertThat(dailyCheck().path("verdict").asText()).isEqualTo("OK");
    }
  }

  @Test
  void whatIsPausedAlreadyIsLeftAlone() {
    succeeded(start("/pause", WHY));
    assertThat(succeeded(start("/pause", WHY)).at("/result/pools"))
        .noneMatch(pool -> pool.path("changed").asBoolean());
  }

  @Test
  void aPoolThatDoesNotComeToRestIsResumedAgain() throws Exception {
    try (var client = client()) {
      client.setAutoCommit(false);
      one(client);
      var failed =
          ended(start("/pause", "{\"reason\":\"test of pools\",\"drainTimeout\":\"PT2S\"}"));

      assertThat(failed.path("state").asText()).isEqualTo("FAILED");
      assertThat(failed.at("/error/code").asText()).isEqualTo("COMPONENT_TIMEOUT");
      assertThat(failed.at("/error/detail").asText()).contains(name(member));
      assertThat(server.get(POOLS).json().findValues("paused"))
          .as("nobody waits for ever")
          .noneMatch(JsonNode::asBoolean);
      assertThat(one(client)).as("the transaction goes on").isEqualTo(1);
      client.commit();
    }
  }

  @Test
  void aCancelResumesWhatWasPaused() throws Exception {
    try (var client = client()) {
      client.setAutoCommit(false);
      one(client);
      var path =
          "/api/v1/operations/" + start("/pause", WHY).hasStatus(202).json().path("id").asText();
      Patience.until(
          "the pool is paused",
          DEADLINE,
          () -> server.get(POOLS).json().findValues("paused"),
          paused -> paused.stream().anyMatch(JsonNode::asBoolean));
      server.post(path + "/cancel", WHY).hasStatus(202);
      client.commit();

      var ended =
          Patience.until(
              "the operation is final",
              DEADLINE,
              () -> server.get(path).json(),
              seen -> seen.has("finishedAt"));
      assertThat(ended.path("state").asText()).isEqualTo("CANCELLED");
      assertThat(server.get(POOLS).json().findValues("paused")).noneMatch(JsonNode::asBoolean);
    }
  }

  @Test
  void onePoolOfOnePgbouncerIsPausedAlone() {
    succeeded(
        start(
            "/pause",
            "{\"reason\":\"test of pools\",\"pgbouncer\":\"%s\",\"pool\":\"%s\"}"
                .formatted(name(member), platform.patroni().scope())));
    assertThat(server.get(POOLS).json().findValues("paused"))
        .filteredOn(JsonNode::asBoolean)
        .hasSize(1);
  }

  @Test
  void aDryRunChangesNothing() {
    var plan = server.post(POOLS + "/pause?dryRun=true", WHY).hasStatus(200).json();
    assertThat(plan.path("guards").findValuesAsText("name"))
        .contains("POOLERS_ANSWER", "SESSION_POOLS", "OPEN_TRANSACTIONS");
    assertThat(server.get(POOLS).json().findValues("paused")).noneMatch(JsonNode::asBoolean);
  }

  @Test
  void whatIsNotThereIsRefused() {
    start("/pause", "{\"reason\":\"typing error\",\"pool\":\"nothing\"}")
        .isProblem(422, "POOL_NOT_FOUND");
    start("/resume", "{\"reason\":\"typing error\",\"pgbouncer\":\"nowhere:6432\"}")
        .isProblem(422, "POOL_NOT_FOUND");
    start("/pause", "{\"reason\":\"typing error\",\"drainTimeout\":\"PT1H\"}")
        .isProblem(400, "VALIDATION_FAILED");
  }

  @Test
  void aDeadPgbouncerCostsItsOwnPartAndBlocksAPause() {
    platform.patroni().stopPooler(member.name());
    try {
      var look = server.get(POOLS).hasStatus(200).json();
      assertThat(pooler(look).at("/problem/code").asText()).isEqualTo("COMPONENT_UNAVAILABLE");
      assertThat(pooler(look).at("/problem/component/type").asText()).isEqualTo("PGBOUNCER");
      assertThat(look.findValues("version")).hasSize(2);
      assertThat(reasons()).contains("POOLER_UNREACHABLE");
      start("/pause", WHY).isProblem(409, "GUARD_BLOCKED");

      var others =
          succeeded(
              start(
                  "/pause", "{\"reason\":\"it is gone\",\"overrideGuards\":[\"POOLERS_ANSWER\"]}"));
      assertThat(others.at("/result/pools")).hasSize(2);
    } finally {
      platform.patroni().startPooler(member.name());
      Patience.until(
          "it answers again",
          DEADLINE,
          () -> server.get(POOLS).json().findValues("version").size(),
          count -> count == 3);
    }
  }

  @Test
  void aReloadTellsWhatIsDifferent() throws Exception {
    var file = platform.patroni().poolerConfiguration(member.name());
    var before = Files.readString(file);
    Files.writeString(file, before.replace("default_pool_size = 20", "default_pool_size = 30"));
    try {
      var changes = succeeded(start("/reload", WHY)).at("/result/changes");
      assertThat(changes)
          .anySatisfy(change -> {
            assertThat(change.path("pgbouncer").asText()).isEqualTo(name(member));
            assertThat(change.path("name").asText()).isEqualTo("default_pool_size");
            assertThat(change.path("before").asText()).isEqualTo("20");
            assertThat(change.path("after").asText()).isEqualTo("30");
          });
    } finally {
      Files.writeString(file, before);
      succeeded(start("/reload", WHY));
    }
  }

  @Test
  void aReloadOfABrokenFileChangesNothingAndSaysSo() throws Exception {
    var file = platform.patroni().poolerConfiguration(member.name());
    var before = Files.readString(file);
    Files.writeString(file, before + "\n[nonsense\n");
    try {
      assertThat(succeeded(start("/reload", WHY)).at("/result/changes")).isEmpty();
    } finally {
      Files.writeString(file, before);
    }
  }

  @Test
  void withoutAPgbouncerTheAnswerSaysWhatToDo() {
    var look = TestServer.shared().get(POOLS).hasStatus(200).json();
    assertThat(look.path("available").asBoolean()).isFalse();
    assertThat(look.at("/unavailable/remedy").asText()).contains("pgbouncer");
    TestServer.shared().post(POOLS + "/pause", WHY).isProblem(422, "POOL_NOT_FOUND");
  }

  private static String name(PatroniMember member) {
    return "127.0.0.1:" + member.poolerPort();
  }

  private JsonNode pooler(JsonNode look) {
    for (var pooler : look.path("poolers")) {
      if (pooler.path("pgbouncer").asText().equals(name(member))) {
        return pooler;
      }
    }
    throw new AssertionError("no " + name(member) + " in " + look);
  }

  private java.util.List<String> reasons() {
    return server
        .get(DATABASE)
        .hasStatus(200)
        .json()
        .at("/health/reasons")
        .findValuesAsText("code");
  }

  private JsonNode dailyCheck() {
    for (var point :
        server.get(DATABASE + "/postgresql/daily-check").hasStatus(200).json().path("points")) {
      if (point.path("name").asText().equals("CONNECTION_POOLS")) {
        return point;
      }
    }
    throw new AssertionError("no point of the pools");
  }

  private Connection client() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s?prepareThreshold=0"
            .formatted(member.poolerPort(), platform.patroni().scope()),
        PatroniSecrets.SUPERUSER,
        platform.patroni().secrets().superuserPassword());
  }

  private static int one(Connection client) {
    try (var statement = client.createStatement();
        var rows = statement.executeQuery("select 1")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Answer start(String verb, String body) {
    return server.post(POOLS + verb, body);
  }

  private JsonNode succeeded(Answer accepted) {
    var ended = ended(accepted);
    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("SUCCEEDED");
    return ended;
  }

  private JsonNode ended(Answer accepted) {
    String path = "/api/v1/operations/" + accepted.hasStatus(202).json().path("id").asText();
    return Patience.until(
        "the operation is final",
        DEADLINE,
        () -> server.get(path).hasStatus(200).json(),
        seen -> seen.has("finishedAt"));
  }
}
