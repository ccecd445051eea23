package dev.binnacle.contract;

import static dev.binnacle.contract.Stage.Person.MARIA;
import static dev.binnacle.contract.Stage.Person.PAUL;

import dev.binnacle.sandbox.PatroniSecrets;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The part of the story in which a healthy server refuses what it should. */
final class Refusals {

  private static final String SWITCHOVER = "/databases/orders/switchover";
  private static final String GOOD_REASON = "{\"reason\": \"Kernel update\"}";
  private static final int TWO_MEBIBYTES = 2 * 1024 * 1024;

  private final Stage stage;
  private final Recording recording;

  Refusals(Stage stage, Recording recording) {
    this.stage = stage;
    this.recording = recording;
  }

  /** Requests that are wrong by themselves. */
  void wrongRequests() {
    recording.problem(
        "bad-request",
        "A field breaks a rule",
        400,
        "VALIDATION_FAILED",
        stage.post(MARIA, SWITCHOVER, "{\"reason\": \"no\"}"));
    recording.problem(
        "body-too-large", "Two megabytes were sent", 413, "BODY_TOO_LARGE", tooLarge());
    recording.problem(
        "not-acceptable",
        "XML was asked for",
        406,
        "NOT_ACCEPTABLE",
        stage
            .server()
            .send(stage.request(MARIA, "/databases/orders").header("Accept", "application/xml")));
    recording.problem(
        "unsupported-media-type",
        "Plain text was sent",
        415,
        "UNSUPPORTED_MEDIA_TYPE",
        stage
            .server()
            .send(
                stage
                    .request(MARIA, SWITCHOVER)
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("please"))));
    recording.problem(
        "not-found",
        "There is no such database",
        404,
        "RESOURCE_NOT_FOUND",
        stage.get(MARIA, "/databases/oders"));
    recording.problem(
        "candidate-not-eligible",
        "The candidate cannot become leader",
        422,
        "CANDIDATE_NOT_ELIGIBLE",
        stage.post(
            MARIA, SWITCHOVER, "{\"reason\": \"Kernel update\", \"candidate\": \"orders-9\"}"));
  }

  /** The server closes without reading the body, which may cut off its answer: then once more. */
  private Answer tooLarge() {
    return Patience.until(
            "the answer gets through",
            Duration.ofSeconds(30),
            () -> {
              try {
                return Optional.of(
                    stage.post(
                        MARIA, SWITCHOVER, "{\"reason\": \"" + "x".repeat(TWO_MEBIBYTES) + "\"}"));
              } catch (UncheckedIOException cutOff) {
                return Optional.<Answer>empty();
              }
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** Callers who may not. */
  void wrongCallers() {
    var anHourAgo = Instant.now().minus(Duration.ofHours(1));
    var expired =
        stage
            .issuer()
            .claims("maria@example.org", "operator")
            .issueTime(Date.from(anHourAgo.minusSeconds(300)))
            .notBeforeTime(Date.from(anHourAgo.minusSeconds(300)))
            .expirationTime(Date.from(anHourAgo))
            .build();
    recording.problem(
        "unauthorized",
        "The token has expired",
        401,
        "TOKEN_EXPIRED",
        stage
            .server()
            .send(
                TestServer.json(
                    stage.bearing(stage.issuer().sign(expired), SWITCHOVER), "POST", GOOD_REASON)));
    recording.problem(
        "forbidden",
        "A role is missing",
        403,
        "ROLE_MISSING",
        stage.post(PAUL, SWITCHOVER, GOOD_REASON));
  }

  /**
   * Times at which it does not fit.
   *
   * @param operation the path of an operation that has succeeded
   */
  void wrongMoments(String operation) {
    recording.problem(
        "state-conflict",
        "The operation is not in a fitting state",
        409,
        "OPERATION_STATE_CONFLICT",
        stage.post(MARIA, operation + "/retry", "{\"reason\": \"Once more\"}"));
    var waiting =
        stage
            .post(MARIA, SWITCHOVER, "{\"reason\": \"Move\", \"requireApproval\": true}")
            .hasStatus(202);
    recording.problem(
        "active-operation",
        "Another operation is active on the target",
        409,
        "OPERATION_ALREADY_ACTIVE",
        stage.post(MARIA, SWITCHOVER, GOOD_REASON));
    stage
        .post(
            MARIA,
            "/operations/" + waiting.json().path("id").asText() + "/cancel",
            "{\"reason\": \"Not needed\"}")
        .hasStatus(202);
  }

  /** A switchover on Patroni's own calendar blocks ours. */
  void guard() {
    var patroni = TestPlatform.shared().patroni();
    askPatroni(
        "POST",
        "{\"leader\": \"%s\", \"candidate\": \"%s\", \"scheduled_at\": \"%s\"}"
            .formatted(
                patroni.leader().orElseThrow().name(),
                patroni.members().getLast().name(),
                Instant.now().plus(Duration.ofHours(1))),
        202);
    try {
      Patience.until(
          "the guard sees the calendar",
          Duration.ofSeconds(30),
          () -> stage.post(MARIA, SWITCHOVER + "?dryRun=true", GOOD_REASON).json(),
          plan -> !plan.path("startable").asBoolean());
      recording.problem(
          "guard-blocked",
          "A guard blocks",
          409,
          "GUARD_BLOCKED",
          stage.post(MARIA, SWITCHOVER, GOOD_REASON));
    } finally {
      askPatroni("DELETE", "", 200);
    }
  }

  private static void askPatroni(String method, String body, int expected) {
    var patroni = TestPlatform.shared().patroni();
    var credentials = PatroniSecrets.REST_USER + ":" + patroni.secrets().restPassword();
    var request =
        HttpRequest.newBuilder(patroni.leader().orElseThrow().rest().resolve("/switchover"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new AssertionError("Patroni: " + answer.statusCode() + " " + answer.body());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /**
   * Changes of an API token without a look at it, and after too old a look.
   *
   * @param token its path
   */
  void blindChanges(String token) {
    recording.problem(
        "precondition-required",
        "If-Match is missing",
        428,
        "IF_MATCH_REQUIRED",
        rename(stage.request(MARIA, token)));
    recording.problem(
        "precondition-failed",
        "Somebody was faster",
        412,
        "ETAG_MISMATCH",
        rename(stage.request(MARIA, token).header("If-Match", "\"0\"")));
    recording.problem(
        "invalid-expiry",
        "The expiry is in the past",
        422,
        "INVALID_EXPIRY",
        stage.post(
            MARIA,
            "/api-tokens",
            "{\"name\": \"too late\", \"roles\": [\"VIEWER\"], \"expiresAt\": \"%s\"}"
                .formatted(Instant.now().minus(Duration.ofDays(1)))));
  }

  private Answer rename(HttpRequest.Builder request) {
    return stage.server().send(TestServer.json(request, "PATCH", "{\"name\": \"nightly\"}"));
  }

  /** Keys that are used twice: for something else, and at the same time. */
  void keys() throws SQLException {
    withKey("8f14e45f", "nightly-report").hasStatus(201);
    recording.problem(
        "idempotency-key-reused",
        "The key was used for another request",
        422,
        "IDEMPOTENCY_KEY_REUSED",
        withKey("8f14e45f", "weekly-report"));

    var settings = stage.server().process().settings();
    try (var connection =
            DriverManager.getConnection(
                settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table api_token in share mode");
      var first = CompletableFuture.supplyAsync(() -> withKey("c81e728d", "monthly-report"));
      Patience.until(
          "the first request has its key",
          Duration.ofSeconds(30),
          () ->
              claimed(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword()),
          claimed -> claimed);
      recording.problem(
          "idempotency-key-in-flight",
          "The first request is still being answered",
          409,
          "IDEMPOTENCY_KEY_IN_FLIGHT",
          withKey("c81e728d", "monthly-report"));
      connection.rollback();
      first.join().hasStatus(201);
    }
  }

  private static boolean claimed(String url, String user, String password) {
    try (var connection = DriverManager.getConnection(url, user, password);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select from idempotency_key where status is null")) {
      return rows.next();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Answer withKey(String key, String name) {
    return stage
        .server()
        .send(
            TestServer.json(
                stage.request(MARIA, "/api-tokens").header("Idempotency-Key", key),
                "POST",
                "{\"name\": \"" + name + "\", \"roles\": [\"VIEWER\"]}"));
  }

  /** A database whose Patroni is down. */
  void deadComponent() {
    stage.billing().refuse();
    recording.problem(
        "component-unavailable",
        "A component is down",
        503,
        "COMPONENT_UNAVAILABLE",
        stage.get(MARIA, "/databases/billing/members"));
  }
}
