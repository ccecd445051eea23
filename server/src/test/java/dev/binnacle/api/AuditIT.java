package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who did what is written down once, told to auditors only, and cannot be changed unnoticed. */
@Tag("api")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String SWITCHOVER = "/databases/" + TestPlatform.DATABASE + "/switchover";
  private static final String VERIFICATION = "/audit-events/verification";
  private static final String TOKEN_REQUEST = "{\"name\":\"nightly\",\"roles\":[\"VIEWER\"]}";

  private final TestPlatform platform = TestPlatform.shared();
  private LocalIssuer issuer;
  private TestServer server;
  private Session auditor;
  private Session operator;
  private Session viewer;

  @BeforeAll
  void startAServerWithAnIssuer() throws Exception {
    platform.patroni().awaitHealthy(DEADLINE);
    issuer = new LocalIssuer();
    var settings = new HashMap<>(issuer.settings());
    settings.put("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "100000");
    server = platform.start(settings);
    auditor = as("controller", "auditor");
    operator = as("oscar", "operator");
    viewer = as("vera", "viewer");
  }

  @AfterAll
  void stopIt() {
    server.close();
    issuer.close();
  }

  @Test
  void aSwitchoverIsWrittenDownAtItsStartAndAtItsEnd() {
    platform.patroni().awaitHealthy(DEADLINE);
    var request = fresh();
    var accepted =
        operator
            .post(SWITCHOVER, "{\"reason\":\"kernel update\"}", "X-Request-Id", request)
            .hasStatus(202);
    var id = accepted.json().path("id").asText();
    Patience.until(
        "the switchover ends",
        DEADLINE,
        () -> operator.get("/operations/" + id).json(),
        operation -> operation.has("finishedAt"));

    var entries =
        entries("resourceType=DATABASE&resourceName=" + TestPlatform.DATABASE)
            .filter(entry -> entry.path("operationId").asText().equals(id))
            .toList();

    assertThat(entries)
        .extracting(entry -> entry.path("action").asText())
        .containsExactly("SWITCHOVER_SUCCEEDED", "switchoverDatabase");
    var end = entries.getFirst();
    assertThat(end.at("/actor/kind").asText()).isEqualTo("SYSTEM");
    assertThat(end.has("sourceAddress")).isFalse();
    var start = entries.getLast();
    assertThat(start.at("/actor/subject").asText()).isEqualTo("oscar");
    assertThat(start.path("sourceAddress").asText()).isEqualTo("127.0.0.1");
    assertThat(start.path("requestId").asText()).isEqualTo(request);
    assertThat(start.path("reason").asText()).isEqualTo("kernel update");
    assertThat(start.path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(after(start, "state")).isEqualTo("PENDING");
  }

  @Test
  void aDecisionIsWrittenDownWithTheStateBeforeAndAfter() {
    platform.patroni().awaitHealthy(DEADLINE);
    var id = scheduled();
    var request = fresh();
    operator
        .post(
            "/operations/" + id + "/cancel",
            "{\"reason\":\"not tonight\"}",
            "X-Request-Id",
            request)
        .hasStatus(202);

    var entry = only("resourceType=OPERATION&resourceName=" + id);

    assertThat(entry.path("action").asText()).isEqualTo("cancelOperation");
    assertThat(entry.path("requestId").asText()).isEqualTo(request);
    assertThat(entry.path("reason").asText()).isEqualTo("not tonight");
    assertThat(entry.at("/changes/0/before").asText()).isEqualTo("SCHEDULED");
    assertThat(entry.at("/changes/0/after").asText()).isEqualTo("CANCELLED");
  }

  @Test
  void everyChangeOfATokenIsWrittenDownOnce() {
    var issued = viewer.post("/api-tokens", TOKEN_REQUEST).hasStatus(201);
    var id = issued.json().at("/apiToken/id").asText();
    viewer.patch("/api-tokens/" + id, "*", "{\"name\":\"weekly\"}").hasStatus(200);
    viewer.patch("/api-tokens/" + id, "*", "{\"name\":\"weekly\"}").hasStatus(200);
    viewer.delete("/api-tokens/" + id, "*").hasStatus(204);

    var entries = entries("resourceType=API_TOKEN&resourceName=" + id).toList();

    assertThat(entries)
        .extracting(entry -> entry.path("action").asText())
        .containsExactly("revokeApiToken", "updateApiToken", "createApiToken");
    assertThat(entries.get(1).at("/changes").toString())
        .isEqualTo("[{\"field\":\"name\",\"before\":\"nightly\",\"after\":\"weekly\"}]");
    assertThat(entries.toString()).doesNotContain(issued.json().path("token").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"viewer", "operator", "admin"})
  void onlyAuditorsRead(String role) {
    var reader = as("reader", role);
    var id = entries("limit=1").findFirst().orElseThrow().path("id").asText();
    for (var path : List.of("/audit-events", VERIFICATION, "/audit-events/" + id)) {
      reader.get(path).isProblem(403, "ROLE_MISSING");
      auditor.get(path).hasStatus(200);
    }
    assertThat(entries("actor=reader")).isEmpty();
  }

  @Test
  void aRefusedChangeIsWrittenDownWithItsCode() {
    platform.patroni().awaitHealthy(DEADLINE);
    var token =
        viewer.post("/api-tokens", TOKEN_REQUEST).hasStatus(201).json().at("/apiToken/id").asText();
    var operation = scheduled();
    try {
      refused(SWITCHOVER, viewer, "{\"reason\":\"curious\"}", 403, "ROLE_MISSING");
      refused(SWITCHOVER, operator, "{\"reason\":\"once more\"}", 409, "OPERATION_ALREADY_ACTIVE");
      refused(
          "/operations/" + operation + "/resume",
          operator,
          "{\"reason\":\"wake up\"}",
          409,
          "OPERATION_STATE_CONFLICT");
      refused(
          "/api-tokens",
          viewer,
          "{\"name\":\"eternal\",\"roles\":[\"VIEWER\"],\"expiresIn\":\"P900D\"}",
          422,
          "INVALID_EXPIRY");
      refused(
          "/api-tokens",
          viewer,
          "{\"name\":\"mighty\",\"roles\":[\"ADMIN\"]}",
          403,
          "ROLE_NOT_GRANTABLE");
    } finally {
      operator.post("/operations/" + operation + "/cancel", "{\"reason\":\"enough\"}");
    }
    viewer.patch("/api-tokens/" + token, "\"99\"", "{\"name\":\"stale\"}").hasStatus(412);
    var stale = awaitRefusal("resourceName=" + token);
    assertThat(stale.path("action").asText()).isEqualTo("updateApiToken");
    assertThat(stale.path("resourceType").asText()).isEqualTo("API_TOKEN");
    assertThat(stale.path("code").asText()).isEqualTo("ETAG_MISMATCH");
    assertThat(stale.path("status").asInt()).isEqualTo(412);
    server
        .send(
            viewer
                .request("/api-tokens/" + token)
                .method("DELETE", java.net.http.HttpRequest.BodyPublishers.noBody()))
        .hasStatus(428);
    var blind =
        Patience.until(
            "the refusal is written down",
            DEADLINE,
            () -> entries("action=revokeApiToken&outcome=REFUSED&resourceName=" + token).toList(),
            found -> !found.isEmpty());
    assertThat(blind)
        .extracting(entry -> entry.path("code").asText())
        .containsExactly("IF_MATCH_REQUIRED");
    assertThat(auditor.get(VERIFICATION).json().path("intact").asBoolean()).isTrue();
  }

  private void refused(String path, Session session, String body, int status, String code) {
    var request = fresh();
    session.post(path, body, "X-Request-Id", request).isProblem(status, code);
    var entry = awaitRefusal("", request);
    assertThat(entry.path("code").asText()).isEqualTo(code);
    assertThat(entry.path("status").asInt()).isEqualTo(status);
    assertThat(entry.path("sourceAddress").asText()).isEqualTo("127.0.0.1");
    assertThat(entry.at("/actor/issuer").asText()).isEqualTo(issuer.issuer());
    if (path.equals(SWITCHOVER)) {
      assertThat(entry.path("action").asText()).isEqualTo("switchoverDatabase");
      assertThat(entry.path("resourceType").asText()).isEqualTo("DATABASE");
      assertThat(entry.path("resourceName").asText()).isEqualTo(TestPlatform.DATABASE);
    }
  }

  @Test
  void whatChangesNothingIsNotWrittenDown() {
    var nobody = as("nobody", "viewer");
    nobody.get("/audit-events").hasStatus(403);
    nobody.post(SWITCHOVER + "?dryRun=true", "{\"reason\":\"only looking\"}").hasStatus(403);
    nobody.post("/api-tokens", "{").hasStatus(400);
    nobody.delete("/api-tokens/" + UUID.randomUUID(), "*").hasStatus(404);
    nobody.post("/api-tokens", TOKEN_REQUEST).hasStatus(201);
    // A refusal behind them, so that the others would have been written down by now.
    nobody.post("/databases/nothing/switchover", "{\"reason\":\"really\"}").hasStatus(403);
    awaitRefusal("actor=nobody");

    assertThat(entries("actor=nobody"))
        .extracting(entry -> entry.path("action").asText())
        .containsExactly("switchoverDatabase", "createApiToken");
  }

  @Test
  void theLogIsFilteredAndPagedNewestFirst() {
    var pia = as("pia", "viewer");
    var since = Instant.now();
    for (int i = 0; i < 5; i++) {
      pia.post("/api-tokens", TOKEN_REQUEST).hasStatus(201);
    }
    var seen = new ArrayList<Long>();
    var query = "/audit-events?actor=pia&outcome=SUCCEEDED&limit=2&since=" + since.minusSeconds(60);
    var page = auditor.get(query).hasStatus(200).json();
    page.path("items").forEach(item -> seen.add(item.path("sequence").asLong()));
    while (page.has("nextCursor")) {
      page = auditor.get(query + "&cursor=" + page.path("nextCursor").asText()).json();
      page.path("items").forEach(item -> seen.add(item.path("sequence").asLong()));
    }
    assertThat(seen).hasSize(5).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(entries("actor=pia&until=" + since.minusSeconds(60))).isEmpty();
    assertThat(entries("actor=pia&outcome=REFUSED")).isEmpty();
  }

  @Test
  void anEntryThatWasChangedIsNamed() throws Exception {
    viewer.post("/api-tokens", TOKEN_REQUEST).hasStatus(201);
    var intact = auditor.get(VERIFICATION).hasStatus(200).json();
    assertThat(intact.path("intact").asBoolean()).isTrue();
    assertThat(intact.path("verified").asLong())
        .isEqualTo(intact.at("/head/sequence").asLong())
        .isPositive();

    assertThatThrownBy(() -> StoreLook.execute(server, "update audit_event set actor = 'x'"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("append-only");
    var kept =
        StoreLook.column(server, "select actor from audit_event where sequence = 1").getFirst();
    forge("update audit_event set actor = 'somebody else' where sequence = 1");
    try {
      var broken = auditor.get(VERIFICATION).hasStatus(200).json();
      assertThat(broken.path("intact").asBoolean()).isFalse();
      assertThat(broken.at("/firstBroken/sequence").asLong()).isEqualTo(1);
      assertThat(broken.at("/firstBroken/reason").asText()).isEqualTo("HASH_MISMATCH");
      assertThat(broken.has("head")).isFalse();
    } finally {
      forge("update audit_event set actor = '" + kept + "' where sequence = 1");
    }
    assertThat(auditor.get(VERIFICATION).json().path("intact").asBoolean()).isTrue();
  }

  @Test
  void anAnchorFromElsewhereIsLookedFor() {
    viewer.post("/api-tokens", TOKEN_REQUEST).hasStatus(201);
    var head = auditor.get(VERIFICATION).json().path("head");
    long sequence = head.path("sequence").asLong();
    var hash = head.path("hash").asText();
    viewer.post("/api-tokens", TOKEN_REQUEST).hasStatus(201);

    assertThat(verified(sequence, hash).path("intact").asBoolean()).isTrue();
    assertThat(verified(sequence, "0".repeat(64)).at("/firstBroken/reason").asText())
        .isEqualTo("ANCHOR_MISMATCH");
    assertThat(verified(sequence + 1000, hash).at("/firstBroken/reason").asText())
        .isEqualTo("ANCHOR_MISSING");
  }

  private JsonNode verified(long sequence, String hash) {
    return auditor
        .get(VERIFICATION + "?expectedSequence=" + sequence + "&expectedHash=" + hash)
        .hasStatus(200)
        .json();
  }

  private void forge(String statement) throws SQLException {
    StoreLook.execute(
        server,
        "alter table audit_event disable trigger audit_event_append_only",
        statement,
        "alter table audit_event enable trigger audit_event_append_only");
  }

  private Session as(String subject, String role) {
    return new Session(server, issuer.token(subject, role));
  }

  private static String fresh() {
    return "audit-" + UUID.randomUUID();
  }

  private String scheduled() {
    return operator
        .post(
            SWITCHOVER,
            "{\"reason\":\"tonight\",\"scheduledAt\":\"%s\"}"
                .formatted(Instant.now().plusSeconds(3600)))
        .hasStatus(202)
        .json()
        .path("id")
        .asText();
  }

  private Stream<JsonNode> entries(String query) {
    Answer page = auditor.get("/audit-events?" + query).hasStatus(200);
    return StreamSupport.stream(page.json().path("items").spliterator(), false);
  }

  private JsonNode only(String query) {
    var found = entries(query).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private JsonNode awaitRefusal(String query) {
    return Patience.until(
            "the refusal is written down",
            DEADLINE,
            () -> entries("outcome=REFUSED&" + query).toList(),
            found -> !found.isEmpty())
        .getFirst();
  }

  private JsonNode awaitRefusal(String query, String requestId) {
    var found =
        Patience.until(
            "the refusal is written down",
            DEADLINE,
            () ->
                entries("outcome=REFUSED" + query)
                    .filter(entry -> entry.path("requestId").asText().equals(requestId))
                    .toList(),
            entries -> !entries.isEmpty());
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static String after(JsonNode entry, String field) {
    return StreamSupport.stream(entry.path("changes").spliterator(), false)
        .filter(change -> change.path("field").asText().equals(field))
        .map(change -> change.path("after").asText())
        .findFirst()
        .orElse("");
  }
}
