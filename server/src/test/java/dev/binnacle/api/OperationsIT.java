package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.client.model.Role;
import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.StepTrap;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of an operation as its callers steer and watch it. */
@Tag("api")
class OperationsIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String SWITCHOVER =
      "/api/v1/databases/" + TestPlatform.DATABASE + "/switchover";

  private final TestPlatform platform = TestPlatform.shared();
  private final TestServer server = TestServer.shared();

  @BeforeEach
  void startFromAHealthyCluster() {
    platform.patroni().awaitHealthy(DEADLINE);
  }

  @Test
  void aScheduledOperationHoldsItsTargetAndCanBeCancelled() {
    var scheduled =
        start("\"scheduledAt\":\"" + Instant.now().plusSeconds(3600) + "\"").hasStatus(202);
    assertThat(scheduled.json().path("state").asText()).isEqualTo("SCHEDULED");

    start("\"timeout\":\"PT5M\"").isProblem(409, "OPERATION_ALREADY_ACTIVE");

    decide(server, scheduled, "cancel").hasStatus(202);
    assertThat(read(scheduled).path("state").asText()).isEqualTo("CANCELLED");
    assertThat(read(scheduled).path("steps"))
        .allMatch(step -> step.path("state").asText().equals("CANCELLED"));
    decide(server, scheduled, "cancel").isProblem(409, "OPERATION_STATE_CONFLICT");
  }

  @Test
  void aScheduledOperationStartsWhenItsTimeHasCome() {
    var scheduled =
        start("\"scheduledAt\":\"" + Instant.now().plusSeconds(3) + "\"").hasStatus(202);
    assertThat(ended(scheduled).path("state").asText()).isEqualTo("SUCCEEDED");
  }

  @Test
  void aScheduleInThePastIsRefused() {
    start("\"scheduledAt\":\"" + Instant.now().minusSeconds(60) + "\"")
        .isProblem(422, "INVALID_SCHEDULE");
  }

  @Test
  void somebodyElseApproves() throws Exception {
    var waiting = start("\"requireApproval\":true").hasStatus(202);
    assertThat(waiting.json().path("state").asText()).isEqualTo("AWAITING_APPROVAL");
    decide(server, waiting, "approve").isProblem(403, "SELF_APPROVAL");

    try (var issuer = new LocalIssuer();
        var other = secondAdmin(issuer)) {
      issuer.decide(other, waiting.json().path("id").asText(), "approve").hasStatus(202);
      var done = ended(waiting);
      assertThat(done.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(done.at("/approvedBy/subject").asText()).isEqualTo("maria");
    }
  }

  @Test
  void somebodyElseRejects() throws Exception {
    var waiting = start("\"requireApproval\":true").hasStatus(202);
    try (var issuer = new LocalIssuer();
        var other = secondAdmin(issuer)) {
      issuer.decide(other, waiting.json().path("id").asText(), "reject").hasStatus(202);
    }
    assertThat(read(waiting).path("state").asText()).isEqualTo("REJECTED");
  }

  /** A second replica on the same state store that also trusts the issuer. */
  private TestServer secondAdmin(LocalIssuer issuer) {
    return new TestServer(
        ServerProcess.start(
            platform.settings(
                server.process().settings().databaseUrl(),
                platform.describe(platform.patroni().restUrls()),
                issuer.settings())));
  }

  @Test
  void aPausedOperationGoesOnWhenResumed() throws Exception {
    try (var trap = trap(server, "verify-preconditions", "RUNNING")) {
      var operation = start("\"timeout\":\"PT5M\"").hasStatus(202);
      trap.awaitCaught();
      var paused = new Answer[1];
      var asking = Thread.ofVirtual().start(() -> paused[0] = decide(server, operation, "pause"));
      trap.awaitQueue();
      trap.open();
      asking.join();
      paused[0].hasStatus(202);
      Patience.until("paused", DEADLINE, () -> state(operation), state -> state.equals("PAUSED"));
      var leader = platform.patroni().leader();

      Thread.sleep(1_000);
      assertThat(platform.patroni().leader()).isEqualTo(leader);

      decide(server, operation, "resume").hasStatus(202);
      assertThat(ended(operation).path("state").asText()).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void aCancelBeforeTheRequestLeavesTheLeader() throws Exception {
    var leader = platform.patroni().leader();
    try (var trap = trap(server, "verify-preconditions", "RUNNING")) {
      var operation = start("\"timeout\":\"PT5M\"").hasStatus(202);
      trap.awaitCaught();
      var asking = Thread.ofVirtual().start(() -> decide(server, operation, "cancel"));
      trap.awaitQueue();
      trap.open();
      asking.join();
      assertThat(ended(operation).path("state").asText()).isEqualTo("CANCELLED");
      assertThat(platform.patroni().leader()).isEqualTo(leader);
    }
  }

  @Test
  void aCancelAfterTheRequestIsTooLate() throws Exception {
    try (var trap = trap(server, "await-promotion", "SUCCEEDED")) {
      var operation = start("\"timeout\":\"PT5M\"").hasStatus(202);
      trap.awaitCaught();
      var refused = new Answer[1];
      var asking = Thread.ofVirtual().start(() -> refused[0] = decide(server, operation, "cancel"));
      trap.awaitQueue();
      trap.open();
      asking.join();
      refused[0].isProblem(409, "CANCEL_TOO_LATE");
      assertThat(ended(operation).path("state").asText()).isEqualTo("SUCCEEDED");
    }
  }

  private static StepTrap trap(TestServer server, String step, String state) throws Exception {
    var settings = server.process().settings();
    return new StepTrap(
        settings.databaseUrl(), settings.databaseUser(), settings.databasePassword(), step, state);
  }

  private List<FaultProxy> proxies() {
    return platform.patroni().members().stream()
        .map(member -> FaultProxy.start(member.restPort(), TestPlatform.PORTS))
        .toList();
  }

  /** A server of its own that reaches Patroni through the proxies. */
  private TestServer serverBehind(List<FaultProxy> proxies) {
    return new TestServer(
        ServerProcess.start(
            platform.settings(
                platform.newDatabase(),
                platform.describe(proxies.stream().map(FaultProxy::uri).toList()),
                Map.of())));
  }

  @Test
  void aFailedOperationIsRetriedFromWhereItFailed() {
    var proxies = proxies();
    try (var own = serverBehind(proxies)) {
      var operation =
          start(own, "\"scheduledAt\":\"" + Instant.now().plusSeconds(2) + "\"").hasStatus(202);
      proxies.forEach(FaultProxy::refuse);

      var failed = ended(own, operation);
      assertThat(failed.path("state").asText()).isEqualTo("FAILED");
      assertThat(failed.at("/error/code").asText()).isEqualTo("COMPONENT_UNAVAILABLE");
      assertThat(failed.at("/error/component/name").asText()).isEqualTo(TestPlatform.DATABASE);

      proxies.forEach(FaultProxy::pass);
      retryUntilItSucceeds(own, operation);
    } finally {
      proxies.forEach(FaultProxy::close);
    }
  }

  @Test
  void anOperationThatTakesTooLongTimesOutAndARetryFinishesIt() {
    var proxies = proxies();
    try (var own = serverBehind(proxies)) {
      var asked =
          CompletableFuture.anyOf(
              proxies.stream()
                  .map(proxy -> proxy.freezeAfter(Pattern.compile("^POST /switchover")))
                  .toArray(CompletableFuture[]::new));
      var operation = start(own, "\"timeout\":\"PT10S\"").hasStatus(202);
      asked.join();
      proxies.forEach(FaultProxy::blackhole);

      var late = ended(own, operation);
      assertThat(late.path("state").asText()).isEqualTo("TIMED_OUT");
      assertThat(late.at("/error/code").asText()).isEqualTo("DEADLINE_EXCEEDED");

      proxies.forEach(FaultProxy::pass);
      platform.patroni().awaitHealthy(DEADLINE);
      retryUntilItSucceeds(own, operation);
    } finally {
      proxies.forEach(FaultProxy::close);
    }
  }

  /** The circuit breaker may refuse the first tries. */
  private static void retryUntilItSucceeds(TestServer own, Answer operation) {
    Patience.until(
        "the breaker lets calls through again",
        DEADLINE,
        () -> {
          decide(own, operation, "retry").hasStatus(202);
          return ended(own, operation);
        },
        seen -> seen.path("state").asText().equals("SUCCEEDED"));
  }

  @Test
  void listsArePagedWithoutGapsAndDoublesAndFiltered() {
    for (int i = 0; i < 3; i++) {
      var scheduled =
          start("\"scheduledAt\":\"" + Instant.now().plusSeconds(3600) + "\"").hasStatus(202);
      decide(server, scheduled, "cancel").hasStatus(202);
    }
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      var page =
          server.get("/api/v1/operations?state=CANCELLED&limit=2" + cursor).hasStatus(200).json();
      page.path("items").forEach(item -> seen.add(item.path("id").asText()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : null;
    } while (cursor != null);
    assertThat(seen).hasSizeGreaterThanOrEqualTo(3);
    assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);

    var first = server.get("/api/v1/operations?state=CANCELLED&limit=1").json();
    server
        .get("/api/v1/operations?state=FAILED&limit=1&cursor=" + first.path("nextCursor").asText())
        .isProblem(400, "INVALID_CURSOR");
    server.get("/api/v1/operations?cursor=rubbish").isProblem(400, "INVALID_CURSOR");
  }

  @Test
  void anOperationThatHasNotChangedIsNotSentAgain() {
    var scheduled =
        start("\"scheduledAt\":\"" + Instant.now().plusSeconds(3600) + "\"").hasStatus(202);
    String path = path(scheduled);
    String tag = server.get(path).header("ETag").orElseThrow();

    assertThat(server.send(server.request(path).header("If-None-Match", tag)).status())
        .isEqualTo(304);

    decide(server, scheduled, "cancel").hasStatus(202);
    server.send(server.request(path).header("If-None-Match", tag)).hasStatus(200);
  }

  @Test
  void aWaitEndsWithTheOperation() {
    var operation = start("\"timeout\":\"PT5M\"").hasStatus(202);
    var ended =
        server.send(server.request(path(operation)).header("Prefer", "wait=60")).hasStatus(200);
    assertThat(ended.json().path("state").asText()).isEqualTo("SUCCEEDED");
    assertThat(ended.header("Preference-Applied")).hasValue("wait=60");
  }

  @Test
  void aWaitForAnOperationThatStandsStillEndsWithTheTime() {
    var scheduled =
        start("\"scheduledAt\":\"" + Instant.now().plusSeconds(3600) + "\"").hasStatus(202);
    var answer =
        server.send(server.request(path(scheduled)).header("Prefer", "wait=1")).hasStatus(200);
    assertThat(answer.json().path("state").asText()).isEqualTo("SCHEDULED");
    decide(server, scheduled, "cancel").hasStatus(202);
  }

  @Test
  void anUnknownOperationIsNotFoundAndABadIdIsABadParameter() {
    server
        .get("/api/v1/operations/00000000-0000-0000-0000-000000000000")
        .isProblem(404, "RESOURCE_NOT_FOUND");
    server.get("/api/v1/operations/no-uuid").isProblem(400, "INVALID_PARAMETER");
  }

  @Test
  void anOperatorMayNotApprove() {
    var waiting = start("\"requireApproval\":true").hasStatus(202);
    server
        .send(
            TestServer.json(
                server
                    .anonymous(path(waiting) + "/approve")
                    .header("Authorization", "Bearer " + server.token(Role.OPERATOR)),
                "POST",
                "{\"reason\":\"fine with me\"}"))
        .isProblem(403, "ROLE_MISSING");
    decide(server, waiting, "cancel").hasStatus(202);
  }

  private Answer start(String more) {
    return start(server, more);
  }

  private static Answer start(TestServer where, String more) {
    return where.post(SWITCHOVER, "{\"reason\":\"a test of operations\"," + more + "}");
  }

  private static Answer decide(TestServer where, Answer operation, String verb) {
    return where.post(path(operation) + "/" + verb, "{\"reason\":\"a test\"}");
  }

  private static String path(Answer operation) {
    return "/api/v1/operations/" + operation.json().path("id").asText();
  }

  private String state(Answer operation) {
    return read(operation).path("state").asText();
  }

  private JsonNode read(Answer operation) {
    return server.get(path(operation)).hasStatus(200).json();
  }

  private JsonNode ended(Answer operation) {
    return ended(server, operation);
  }

  private static JsonNode ended(TestServer where, Answer operation) {
    return Patience.until(
        "the operation is final",
        DEADLINE,
        () -> where.get(path(operation)).hasStatus(200).json(),
        seen -> seen.has("finishedAt"));
  }
}
