package dev.binnacle.contract;

import static dev.binnacle.contract.Stage.Person.ANNA;
import static dev.binnacle.contract.Stage.Person.MARIA;
import static dev.binnacle.contract.Stage.Person.OLAF;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.contract.Stage.Person;
import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.StepTrap;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The part of the story in which everything that is asked for is granted. */
final class GoodDays {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String SWITCHOVER = "/databases/orders/switchover";

  private final Stage stage;
  private final Recording recording;

  GoodDays(Stage stage, Recording recording) {
    this.stage = stage;
    this.recording = recording;
  }

  /**
   * Maria looks around, switches over, and Anna reads what was done. Gives the operation's path.
   */
  String switchover() throws SQLException {
    var request =
        """
        {"candidate": "orders-2", "reason": "Kernel update of the host of orders-1, CHG-2214",
         "overrideGuards": [], "requireApproval": false, "timeout": "PT5M"}
        """;
    recording.answer("getDatabase", 200, stage.get(MARIA, "/databases/orders"));
    recording.answer("listDatabaseMembers", 200, stage.get(MARIA, "/databases/orders/members"));
    recording.answer("listPostgresqlReplication", 200, replicationOfSomething());
    recording.answer(
        "listPostgresqlConnections",
        200,
        stage.get(MARIA, "/databases/orders/postgresql/connections"));
    recording.request("switchoverDatabase", request);
    recording.answer(
        "switchoverDatabase", 200, stage.post(MARIA, SWITCHOVER + "?dryRun=true", request));
    var accepted =
        recording.answer("switchoverDatabase", 202, stage.post(MARIA, SWITCHOVER, request));
    var path = path(accepted);
    var ended = recording.answer("getOperation", 200, ended(path));
    requireState(ended, "SUCCEEDED");
    recording.answer("listOperations", 200, stage.get(MARIA, "/operations"));
    recording.answer(
        "listOperationEvents", 200, stage.get(MARIA, path + "/events?after=3&limit=2"));
    return path;
  }

  /** PostgreSQL tells how long a write took to arrive only after there was one. */
  private Answer replicationOfSomething() throws SQLException {
    var patroni = TestPlatform.shared().patroni();
    try (var connection = patroni.connect(patroni.leader().orElseThrow());
        var statement = connection.createStatement()) {
      return Patience.until(
          "every replica has told how long a write took",
          DEADLINE,
          () -> {
            write(statement);
            return stage.get(MARIA, "/databases/orders/postgresql/replication");
          },
          answer -> answer.json().findValues("replayLag").size() == 2);
    }
  }

  private static void write(Statement statement) {
    try {
      statement.execute("select pg_logical_emit_message(true, 'examples', 'a write')");
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** Anna reads what has been done so far. */
  void audit() {
    var events =
        recording.answer(
            "listAuditEvents", 200, stage.get(ANNA, "/audit-events?resourceType=DATABASE&limit=2"));
    var first = events.json().at("/items/0/id").asText();
    recording.answer("getAuditEvent", 200, stage.get(ANNA, "/audit-events/" + first));
    recording.answer("verifyAuditEvents", 200, stage.get(ANNA, "/audit-events/verification"));
  }

  /** Olaf approves, Maria cancels, Olaf rejects. */
  void decisions() {
    var inAnHour = Instant.now().plus(Duration.ofHours(1));
    var approved =
        start(
            "\"reason\": \"Move to the new host\", \"requireApproval\": true, \"scheduledAt\": \""
                + inAnHour
                + "\"");
    decide(OLAF, approved, "approve", "Agreed with the shop team");
    decide(MARIA, approved, "cancel", "The hosts are busy with a backup until four");
    var rejected = start("\"reason\": \"Move to the new host\", \"requireApproval\": true");
    decide(OLAF, rejected, "reject", "Not during the payroll run");
  }

  /** An operation fails because nobody answers, and is retried when they do again. */
  void retry() {
    var operation =
        start(
            "\"reason\": \"Back to orders-1, CHG-2214\", \"candidate\": \"orders-1\","
                + " \"scheduledAt\": \""
                + Instant.now().plusSeconds(2)
                + "\"");
    stage.orders().forEach(FaultProxy::refuse);
    requireState(ended(operation), "FAILED");
    stage.orders().forEach(FaultProxy::pass);
    Patience.until(
        "the breakers let calls through again",
        DEADLINE,
        () -> stage.get(MARIA, "/databases/orders").json().at("/health/verdict").asText(),
        "HEALTHY"::equals);
    decide(MARIA, operation, "retry", "The network is back");
    requireState(ended(operation), "SUCCEEDED");
  }

  /** An operation is held up before anything has happened, and goes on. */
  void pause() throws SQLException, InterruptedException {
    var settings = stage.server().process().settings();
    String operation;
    try (var trap =
        new StepTrap(
            settings.databaseUrl(),
            settings.databaseUser(),
            settings.databasePassword(),
            "verify-preconditions",
            "RUNNING")) {
      operation = start("\"reason\": \"Kernel update of the host of orders-1, CHG-2215\"");
      trap.awaitCaught();
      var paused =
          CompletableFuture.runAsync(
              () -> decide(MARIA, operation, "pause", "Waiting for the network team"));
      Thread.sleep(300);
      trap.open();
      paused.join();
      Patience.until(
          "it is paused",
          DEADLINE,
          () -> stage.get(MARIA, operation).json().path("state").asText(),
          "PAUSED"::equals);
    }
    decide(MARIA, operation, "resume", "The network team is done");
    requireState(ended(operation), "SUCCEEDED");
  }

  /** Maria makes a token for a program, which uses it. Gives the token's path. */
  String tokens() {
    var request =
        """
        {"name": "nightly-check", "description": "Reads the verdicts every night.",
         "roles": ["VIEWER"], "expiresIn": "P90D"}
        """;
    recording.request("createApiToken", request);
    var created =
        recording.answer("createApiToken", 201, stage.post(MARIA, "/api-tokens", request));
    var path = "/api-tokens/" + created.json().at("/apiToken/id").asText();
    recording.answer(
        "getCaller",
        200,
        stage.server().send(stage.bearing(created.json().path("token").asText(), "/caller")));
    var used =
        Patience.until(
            "the use is noted",
            DEADLINE,
            () -> stage.get(MARIA, path),
            token -> token.json().has("lastUsedAt"));
    recording.answer("getApiToken", 200, used);
    var change = "{\"name\": \"nightly-checks\"}";
    recording.request("updateApiToken", change);
    recording.answer(
        "updateApiToken",
        200,
        stage
            .server()
            .send(
                TestServer.json(
                    stage
                        .request(MARIA, path)
                        .header("If-Match", used.header("ETag").orElseThrow()),
                    "PATCH",
                    change)));
    recording.answer("listApiTokens", 200, stage.get(MARIA, "/api-tokens"));
    return path;
  }

  /** What there is to see at the end, with one database that does not answer. */
  void overview() {
    recording.answer(
        "listPostgresqlHistory",
        200,
        stage.get(MARIA, "/databases/orders/postgresql/history?limit=2"));
    recording.answer("listDatabases", 200, stage.get(MARIA, "/databases"));
    recording.answer("getPlatform", 200, stage.get(MARIA, "/platform"));
  }

  private String start(String members) {
    return path(stage.post(MARIA, SWITCHOVER, "{" + members + "}").hasStatus(202));
  }

  private void decide(Person person, String operation, String verb, String reason) {
    var request = "{\"reason\": \"" + reason + "\"}";
    recording.request(verb + "Operation", request);
    recording.answer(verb + "Operation", 202, stage.post(person, operation + "/" + verb, request));
  }

  private Answer ended(String operation) {
    return Patience.until(
        "the operation is final",
        DEADLINE,
        () -> stage.server().send(stage.request(MARIA, operation).header("Prefer", "wait=30")),
        answer -> answer.json().has("finishedAt"));
  }

  private static void requireState(Answer operation, String state) {
    JsonNode body = operation.json();
    if (!body.path("state").asText().equals(state)) {
      throw new AssertionError("not " + state + ": " + body.toPrettyString());
    }
  }

  private static String path(Answer operation) {
    return "/operations/" + operation.hasStatus(202).json().path("id").asText();
  }
}
