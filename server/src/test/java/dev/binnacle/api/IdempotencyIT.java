package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.client.model.Role;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A request that is repeated with its key happens once. */
@Tag("api")
class IdempotencyIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String HEADER = "Idempotency-Key";
  private static final String REPLAYED = "Idempotent-Replayed";
  private static final String SWITCHOVER = "/databases/" + TestPlatform.DATABASE + "/switchover";

  private final TestPlatform platform = TestPlatform.shared();
  private final TestServer server = TestServer.shared();
  private final Session admin = new Session(server, TestServer.TOKEN);
  private final String key = UUID.randomUUID().toString();

  /** Far away in time: it is accepted, and stands still until it is cancelled. */
  private final String later =
      "{\"reason\":\"%s\",\"scheduledAt\":\"%s\"}".formatted(key, Instant.now().plusSeconds(3600));

  @BeforeEach
  void startFromAHealthyCluster() {
    platform.patroni().awaitHealthy(DEADLINE);
  }

  @AfterEach
  void freeTheTarget() {
    for (var operation : started(server)) {
      admin.post("/operations/" + operation + "/cancel", "{\"reason\":\"end of the test\"}");
    }
  }

  @Test
  void aRepeatedStartIsAnsweredAlikeAndStartsNothing() {
    var first = start(admin, later).hasStatus(202);
    assertThat(first.header(REPLAYED)).isEmpty();

    var again = start(admin, later).hasStatus(202);

    assertThat(again.header(REPLAYED)).hasValue("true");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(started(server)).hasSize(1);
  }

  @Test
  void aRefusalIsRepeatedToo() {
    var impossible = "{\"reason\":\"typing error\",\"candidate\":\"nobody\"}";
    start(admin, impossible).isProblem(422, "CANDIDATE_NOT_ELIGIBLE");

    var again = start(admin, impossible).hasStatus(422);

    assertThat(again.header(REPLAYED)).hasValue("true");
    assertThat(again.header("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void aMissingRoleIsNotRememberedSinceItMayBeGranted() {
    var viewer = new Session(server, server.token(Role.VIEWER));
    start(viewer, later).isProblem(403, "ROLE_MISSING");
    assertThat(start(viewer, later).isProblem(403, "ROLE_MISSING").header(REPLAYED)).isEmpty();
  }

  @Test
  void theSameKeyForAnotherBodyOrPathIsRefused() {
    start(admin, later).hasStatus(202);

    start(admin, later.replace("3600", "x").replace(key, "another reason"))
        .isProblem(422, "IDEMPOTENCY_KEY_REUSED");
    admin
        .post("/api-tokens", "{\"name\":\"other path\",\"roles\":[\"VIEWER\"]}", HEADER, key)
        .isProblem(422, "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void aKeyThatCannotBeUsedIsABadParameter() {
    admin.post(SWITCHOVER, later, HEADER, "x".repeat(256)).isProblem(400, "INVALID_PARAMETER");
  }

  @Test
  void aKeyIsItsCallersOwn() throws Exception {
    try (var issuer = new LocalIssuer();
        var own = platform.start(issuer.settings())) {
      var body = "{\"name\":\"same words\",\"roles\":[\"VIEWER\"]}";
      var anna = new Session(own, issuer.token("anna", "viewer"));
      var bert = new Session(own, issuer.token("bert", "viewer"));
      var first = anna.post("/api-tokens", body, HEADER, key).hasStatus(201);

      var other = bert.post("/api-tokens", body, HEADER, key).hasStatus(201);

      assertThat(other.header(REPLAYED)).isEmpty();
      assertThat(other.json().path("token")).isNotEqualTo(first.json().path("token"));
    }
  }

  @Test
  void whileTheFirstIsBeingAnsweredTheSecondIsToldToComeBack() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting =
          threads.submit(() ->
              server.send(
                  TestServer.json(
                      admin.request(SWITCHOVER).header(HEADER, key).header("Prefer", "wait=5"),
                      "POST",
                      later)));
      Patience.until("it is accepted", DEADLINE, () -> started(server), list -> !list.isEmpty());

      var second = start(admin, later).isProblem(409, "IDEMPOTENCY_KEY_IN_FLIGHT");

      assertThat(second.header("Retry-After")).hasValue("1");
      var first = waiting.get().hasStatus(202);
      var third = start(admin, later).hasStatus(202);
      assertThat(third.header(REPLAYED)).hasValue("true");
      assertThat(third.body()).isEqualTo(first.body());
    }
  }

  @RepeatedTest(5)
  void ofTwoAtOnceOneStarts() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Answer> request = () -> start(admin, later);
      for (var answer : threads.invokeAll(List.of(request, request, request))) {
        if (answer.get().status() != 202) {
          answer.get().isProblem(409, "IDEMPOTENCY_KEY_IN_FLIGHT");
        }
      }
    }
    assertThat(started(server)).hasSize(1);
    assertThat(start(admin, later).hasStatus(202).json().path("id").asText())
        .isEqualTo(started(server).getFirst());
  }

  @Test
  void aServerThatDiedBeforeItsAnswerHasNotStartedTwice() throws Exception {
    var own = platform.start(java.util.Map.of());
    var died = new Session(own, TestServer.TOKEN);
    var waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                own.send(
                    TestServer.json(
                        died.request(SWITCHOVER).header(HEADER, key).header("Prefer", "wait=60"),
                        "POST",
                        later));
              } catch (java.io.UncheckedIOException cut) {
                // As intended: the server dies before it answers.
              }
            });
    Patience.until("it is accepted", DEADLINE, () -> started(own), list -> !list.isEmpty());
    own.process().kill9();
    waiting.join();

    try (var successor = new TestServer(ServerProcess.start(own.process().settings()))) {
      var session = new Session(successor, TestServer.TOKEN);
      start(session, later).isProblem(409, "IDEMPOTENCY_KEY_IN_FLIGHT");
      // The dead server's claim lapses with its lease; that it has is all that this pretends.
      StoreLook.execute(successor, "update idempotency_key set claimed_until = now()");

      var again = start(session, later).hasStatus(202);

      assertThat(started(successor)).containsExactly(again.json().path("id").asText());
      assertThat(start(session, later).hasStatus(202).header(REPLAYED)).hasValue("true");
    }
  }

  @Test
  void aTokenThatWasCreatedIsShownAgainToItsCreatorAndToNobodyWhoReadsTheStore() {
    var body = "{\"name\":\"%s\",\"roles\":[\"VIEWER\"]}".formatted(key);
    var first = admin.post("/api-tokens", body, HEADER, key).hasStatus(201);
    String token = first.json().path("token").asText();

    var again = admin.post("/api-tokens", body, HEADER, key).hasStatus(201);

    assertThat(again.header(REPLAYED)).hasValue("true");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(StoreLook.column(server, "select id from api_token where name = '" + key + "'"))
        .hasSize(1);
    for (var row : StoreLook.column(server, "select k::text from idempotency_key k")) {
      assertUnreadable(row, token);
    }
    for (var answer :
        StoreLook.column(
            server, "select encode(answer, 'hex') from idempotency_key where answer is not null")) {
      assertUnreadable(
          new String(java.util.HexFormat.of().parseHex(answer), StandardCharsets.ISO_8859_1),
          token);
    }
  }

  private void assertUnreadable(String stored, String token) {
    assertThat(stored).doesNotContain(token, key, "bnc_", "apiToken", "VIEWER");
  }

  private Answer start(Session session, String body) {
    return session.post(SWITCHOVER, body, HEADER, key);
  }

  private List<String> started(TestServer where) {
    return StoreLook.column(where, "select id from operation where reason = '" + key + "'");
  }
}
