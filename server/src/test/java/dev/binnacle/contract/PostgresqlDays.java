package dev.binnacle.contract;

import static dev.binnacle.contract.Stage.Person.MARIA;

import dev.binnacle.sandbox.PatroniMember;
import dev.binnacle.sandbox.PatroniSecrets;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.postgresql.Driver;

/** The part of the story in which Maria looks closely at PostgreSQL. */
final class PostgresqlDays {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String POSTGRESQL = "/databases/orders/postgresql";

  private final Stage stage;
  private final Recording recording;

  PostgresqlDays(Stage stage, Recording recording) {
    this.stage = stage;
    this.recording = recording;
  }

  /** Maria looks at sizes, storage, the configuration, locks and slow statements. */
  void looks() throws SQLException {
    recording.answer(
        "getPostgresqlConfiguration", 200, stage.get(MARIA, POSTGRESQL + "/configuration"));
    recording.answer("listPostgresqlSizes", 200, stage.get(MARIA, POSTGRESQL + "/sizes?limit=2"));
    recording.answer(
        "listPostgresqlStorage", 200, stage.get(MARIA, POSTGRESQL + "/storage?limit=1"));
    stage.get(MARIA, POSTGRESQL + "/slow-queries").hasStatus(200);
    recording.answer("getPostgresqlDailyCheck", 200, stage.get(MARIA, POSTGRESQL + "/daily-check"));
    pools();
    locks();
    recording.answer(
        "listPostgresqlSlowQueries",
        200,
        stage.get(
            MARIA, POSTGRESQL + "/slow-queries?sort=-totalTime&limit=2&since=" + Instant.now()));
  }

  /** Maria pauses Patroni, restarts and reinitialises a replica, and fails over by force. */
  void procedures() {
    var patroni = TestPlatform.shared().patroni();
    procedure(
        "pausePatroni",
        POSTGRESQL + "/pause",
        "{\"reason\": \"The consensus store is upgraded, CHG-2240\"}");
    procedure(
        "resumePatroni",
        POSTGRESQL + "/resume",
        "{\"reason\": \"The consensus store is upgraded, CHG-2240\"}");
    poolProcedures();
    var replica = "/databases/orders/members/" + lastReplica();
    procedure(
        "restartDatabaseMember",
        replica + "/restart",
        """
        {"onlyPending": false, "leaderToo": false,
         "reason": "The host of the replica got more memory, CHG-2231",
         "overrideGuards": [], "requireApproval": false, "timeout": "PT5M"}
        """);
    procedure(
        "reinitializeDatabaseMember",
        replica + "/reinitialize",
        """
        {"reason": "The replica lost its WAL, INC-1191",
         "overrideGuards": [], "requireApproval": false, "timeout": "PT1H"}
        """);
    procedure(
        "failoverDatabase",
        "/databases/orders/failover",
        """
        {"candidate": "%s", "force": true,
         "reason": "The leader's host loses packets and must go now, INC-1190",
         "overrideGuards": [], "requireApproval": false, "timeout": "PT5M"}
        """
            .formatted(lastReplica()));
    patroni.awaitHealthy(DEADLINE);
  }

  private void poolProcedures() {
    var reason = "Switchover without errors for the shop, CHG-2251";
    procedure(
        "pausePool",
        POSTGRESQL + "/pools/pause",
        """
        {"pool": "%s", "drainTimeout": "PT30S", "overrideGuards": [], "reason": "%s"}
        """
            .formatted(TestPlatform.shared().patroni().scope(), reason));
    procedure(
        "resumePool",
        POSTGRESQL + "/pools/resume",
        """
        {"pool": "%s", "overrideGuards": [], "reason": "%s"}
        """
            .formatted(TestPlatform.shared().patroni().scope(), reason));
    procedure(
        "reloadPgbouncer",
        POSTGRESQL + "/pools/reload",
        "{\"overrideGuards\": [], \"reason\": \"Larger pools for the shop, CHG-2252\"}");
  }

  private static String lastReplica() {
    var patroni = TestPlatform.shared().patroni();
    patroni.awaitHealthy(DEADLINE);
    var leader = patroni.leader().orElseThrow();
    return patroni.members().stream()
        .filter(member -> !member.equals(leader))
        .toList()
        .getLast()
        .name();
  }

  /** The request, its dry run and its start; the story goes on when it has ended. */
  private void procedure(String operationId, String path, String request) {
    recording.request(operationId, request);
    recording.answer(operationId, 200, stage.post(MARIA, path + "?dryRun=true", request));
    var accepted = recording.answer(operationId, 202, stage.post(MARIA, path, request));
    var operation = "/operations/" + accepted.json().path("id").asText();
    var ended =
        Patience.until(
            operationId + " has ended",
            DEADLINE,
            () -> stage.get(MARIA, operation).json(),
            seen -> seen.has("finishedAt"));
    if (!ended.path("state").asText().equals("SUCCEEDED")) {
      throw new AssertionError("not SUCCEEDED: " + ended.toPrettyString());
    }
  }

  /** A client is connected to every PgBouncer, so that every one has a pool. */
  private void pools() throws SQLException {
    var patroni = TestPlatform.shared().patroni();
    var clients = new ArrayList<Connection>();
    try {
      for (var member : patroni.members()) {
        var client =
            session("jdbc:postgresql://127.0.0.1:" + member.poolerPort() + "/" + patroni.scope());
        clients.add(client);
        execute(client, "select 1");
      }
      recording.answer("listPostgresqlPools", 200, stage.get(MARIA, POSTGRESQL + "/pools"));
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }

  /** One session changes a row and forgets to commit, another one wants the same row. */
  private void locks() throws SQLException {
    try (var holder = session();
        var waiter = session()) {
      execute(holder, "create table if not exists article (id int primary key, stock int)");
      execute(holder, "insert into article values (4711, 10) on conflict do nothing");
      holder.setAutoCommit(false);
      execute(holder, "update article set stock = stock - 1 where id = 4711");
      var waiting =
          CompletableFuture.runAsync(
              () -> execute(waiter, "update article set stock = stock - 2 where id = 4711"));
      var seen =
          Patience.until(
              "somebody waits",
              DEADLINE,
              () -> stage.get(MARIA, POSTGRESQL + "/blocked-sessions"),
              answer -> answer.json().findValues("waitingFor").size() == 1);
      recording.answer("listPostgresqlBlockedSessions", 200, seen);
      holder.commit();
      waiting.join();
      holder.setAutoCommit(true);
      execute(holder, "drop table article");
    }
  }

  private static Connection session() throws SQLException {
    var patroni = TestPlatform.shared().patroni();
    PatroniMember leader = patroni.leader().orElseThrow();
    return session(leader.jdbcUrl("postgres"));
  }

  private static Connection session(String url) throws SQLException {
    var patroni = TestPlatform.shared().patroni();
    var properties = new Properties();
    properties.setProperty("user", PatroniSecrets.SUPERUSER);
    properties.setProperty("password", patroni.secrets().superuserPassword());
    properties.setProperty("ApplicationName", "checkout");
    return new Driver().connect(url, properties);
  }

  private static void execute(Connection connection, String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
