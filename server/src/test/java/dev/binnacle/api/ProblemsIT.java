package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.client.model.Role;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is told as a problem, whatever it is. */
@Tag("api")
class ProblemsIT {

  private static final int BEYOND_THE_LIMIT = 1024 * 1024 + 1;
  private static final String TOKEN_REQUEST = "{\"name\":\"problems\",\"roles\":[\"VIEWER\"]}";

  private final TestServer server = TestServer.shared();
  private final Session admin = new Session(server, TestServer.TOKEN);

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "\"text\"", "{\"name\":[1]}", "not json", ""})
  void aBodyThatIsNotTheExpectedJsonIsMalformed(String body) {
    var refused = admin.post("/api-tokens", body);
    refused.hasStatus(400);
    refused.isProblem(400, body.isEmpty() ? "VALIDATION_FAILED" : "MALFORMED_REQUEST");
  }

  @Test
  void aMemberThatTheContractDoesNotKnowIsPointedAt() {
    var refused =
        admin
            .post("/api-tokens", "{\"name\":\"problems\",\"roles\":[\"VIEWER\"],\"color\":\"red\"}")
            .isProblem(400, "VALIDATION_FAILED");
    assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/color");
  }

  @Test
  void everyFindingIsListedAtOnce() {
    var refused = admin.post("/api-tokens", "{\"name\":\"x\",\"roles\":[]}");
    refused.isProblem(400, "VALIDATION_FAILED");
    assertThat(refused.json().path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/name", "/roles");
  }

  @Test
  void aBodyOfAnotherMediaTypeIsNotTaken() {
    server
        .send(
            admin
                .request("/api-tokens")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(TOKEN_REQUEST)))
        .isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/nothing",
        "/api/v1/databases/orders/nothing",
        "/api/v1",
        "/api/v2/databases",
        "/api",
        "/nothing",
        "/nothing.jsp",
        "/problem",
        "/health/nothing",
        "/docs/nothing.js",
        "/problems/nothing",
        "/WEB-INF/web.xml"
      })
  void anUnknownPathIsNotFoundInsideTheApiAndOutside(String path) {
    server.get(path).isProblem(404, "PATH_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({
    "/databases?limit=0, limit",
    "/databases?limit=501, limit",
    "/databases?limit=many, limit",
    "/databases?limit=99999999999, limit",
    "/databases?engine=ORACLE, engine",
    "/clusters/main/nodes?ready=yes, ready",
    "/operations?state=ASLEEP, state",
    "/operations?since=yesterday, since",
    "/operations?until=2026-13-01T00:00:00Z, until",
    "/operations?sort=BY_MOOD, sort",
    "/operations/no-uuid, operationId",
    "/api-tokens/no-uuid, apiTokenId",
    "/audit-events/no-uuid, auditEventId",
    "/audit-events/verification?expectedSequence=1&expectedHash=short, expectedHash",
    "/audit-events/verification?expectedSequence=1, expectedHash"
  })
  void aBadParameterIsNamed(String path, String parameter) {
    var refused = admin.get(path).isProblem(400, "INVALID_PARAMETER");
    assertThat(refused.json().path("errors").findValuesAsText("parameter"))
        .containsExactly(parameter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "TRUE", "%04"})
  void aDryRunIsAskedForByTrueAndNothingElse(String word) {
    var refused =
        server
            .send(
                admin
                    .request("/databases/orders/switchover?dryRun=" + word)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"reason\": \"rehearsal\"}")))
            .isProblem(400, "INVALID_PARAMETER");
    assertThat(refused.json().at("/errors/0/parameter").asText()).isEqualTo("dryRun");
  }

  @ParameterizedTest
  @ValueSource(strings = {"databases", "operations", "api-tokens", "audit-events"})
  void aCursorThatIsNotOursIsRefusedByEveryList(String list) {
    admin.get("/" + list + "?cursor=rubbish").isProblem(400, "INVALID_CURSOR");
  }

  @Test
  void aBodyThatIsAnnouncedTooLongIsRefusedUnread() {
    server
        .send(
            admin
                .request("/api-tokens")
                .header("Content-Type", "application/json")
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[BEYOND_THE_LIMIT])))
        .isProblem(413, "BODY_TOO_LARGE");
  }

  @Test
  void aBodyThatTurnsOutTooLongIsRefusedWhileItComes() {
    var spaces = " ".repeat(BEYOND_THE_LIMIT).getBytes(StandardCharsets.UTF_8);
    server
        .send(
            admin
                .request("/api-tokens")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(spaces))))
        .isProblem(413, "BODY_TOO_LARGE");
  }

  @ParameterizedTest
  @CsvSource({"/api/v1/databases, GET", "/docs/, GET", "/health/live, GET", "/metrics, GET"})
  void aMethodThatThePathDoesNotHaveIsAnsweredWithThoseItHas(String path, String has) {
    var refused = server.send(server.request(path).method("DELETE", BodyPublishers.noBody()));
    refused.isProblem(405, "METHOD_NOT_ALLOWED");
    assertThat(refused.header("Allow").orElse("")).contains(has).doesNotContain("DELETE");
  }

  @Test
  void aMediaTypeThatCannotBeServedIsNotAcceptable() {
    server
        .send(admin.request("/databases").header("Accept", "text/html"))
        .isProblem(406, "NOT_ACCEPTABLE");
  }

  @Test
  void noTokenIsAskedFor() {
    challenged(server.send(server.anonymous("/api/v1/caller")), "AUTHENTICATION_REQUIRED")
        .isEqualTo("Bearer realm=\"binnacle\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer garbage",
        "Bearer bnc_testroot_0123456789abcdefghijABCDEFGHIJ01",
        "Bearer bnc_unknown2_0123456789abcdefghijABCDEFGHIJ00",
        "Bearer a.b.c",
        "Bearer",
        "Basic YWRtaW46YWRtaW4="
      })
  void aTokenThatIsNoneIsRefused(String header) {
    challenged(
            server.send(server.anonymous("/api/v1/caller").header("Authorization", header)),
            "INVALID_TOKEN")
        .contains("error=\"invalid_token\"");
  }

  @Test
  void anExpiredTokenIsToldThatItExpired() {
    var token = issued("{\"name\":\"short life\",\"roles\":[\"VIEWER\"],\"expiresIn\":\"PT2S\"}");
    var session = new Session(server, token.json().path("token").asText());
    var refused =
        Patience.until(
            "the token expires",
            Duration.ofSeconds(30),
            () -> session.get("/caller"),
            answer -> answer.status() != 200);
    challenged(refused, "TOKEN_EXPIRED").contains("error=\"invalid_token\"");
  }

  @Test
  void aRevokedTokenIsRefused() {
    var token = issued(TOKEN_REQUEST);
    var session = new Session(server, token.json().path("token").asText());
    session.get("/caller").hasStatus(200);

    admin.delete("/api-tokens/" + token.json().at("/apiToken/id").asText(), "*").hasStatus(204);

    challenged(session.get("/caller"), "INVALID_TOKEN").contains("error=\"invalid_token\"");
  }

  @Test
  void aRoleThatIsMissingIsNamed() {
    var refused = new Session(server, server.token(Role.VIEWER)).get("/audit-events");
    refused.isProblem(403, "ROLE_MISSING");
    assertThat(refused.json().path("missingRole").asText()).isEqualTo("AUDITOR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/databases/nothing",
        "/databases/nothing/members",
        "/databases/nothing/postgresql/history",
        "/databases/nothing/postgresql/replication",
        "/databases/nothing/postgresql/connections",
        "/operations/00000000-0000-0000-0000-000000000000",
        "/operations/00000000-0000-0000-0000-000000000000/events",
        "/api-tokens/00000000-0000-0000-0000-000000000000",
        "/audit-events/00000000-0000-0000-0000-000000000000"
      })
  void anUnknownResourceIsNotFound(String path) {
    admin.get(path).isProblem(404, "RESOURCE_NOT_FOUND");
  }

  @Test
  void aChangeWithoutIfMatchOrWithAStaleOneIsRefused() {
    String path = "/api-tokens/" + issued(TOKEN_REQUEST).json().at("/apiToken/id").asText();
    String rename = "{\"name\":\"renamed\"}";
    server
        .send(TestServer.json(admin.request(path), "PATCH", rename))
        .isProblem(428, "IF_MATCH_REQUIRED");
    String tag = admin.get(path).header("ETag").orElseThrow();
    admin.patch(path, tag, rename).hasStatus(200);

    admin.patch(path, tag, "{\"name\":\"again\"}").isProblem(412, "ETAG_MISMATCH");
    admin.delete(path, tag).isProblem(412, "ETAG_MISMATCH");
    assertThat(admin.get(path).json().path("name").asText()).isEqualTo("renamed");
  }

  /** The JDK's client asks for HTTP/2 by an upgrade, which Grizzly must not take seriously. */
  @Test
  void aBodyBesideAnUpgradeHeaderIsReadToItsEnd() throws Exception {
    try (var fresh = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var answer =
          fresh.send(
              TestServer.json(admin.request("/api-tokens"), "POST", TOKEN_REQUEST)
                  .timeout(Duration.ofSeconds(20))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(201);
    }
  }

  @Test
  void aChunkedBodyBesideAnUpgradeHeaderIsRead() {
    var chunks = TOKEN_REQUEST.getBytes(StandardCharsets.UTF_8);
    server
        .send(
            admin
                .request("/api-tokens")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(chunks))))
        .hasStatus(201);
  }

  @ParameterizedTest
  @CsvSource({
    "/operations?kind=, kind",
    "/operations?target=a%00b, target",
    "/audit-events/verification?expectedSequence=, expectedSequence",
    "/operations?since=, since"
  })
  void aParameterThatCanBeNothingIsNotTakenForAnAbsentOne(String path, String name) {
    var refused = admin.get(path).isProblem(400, "INVALID_PARAMETER");
    assertThat(refused.json().at("/errors/0/parameter").asText()).isEqualTo(name);
  }

  @Test
  void aTextThatCannotBeStoredIsPointedAt() {
    var refused =
        admin
            .post("/databases/orders/switchover", "{\"reason\":\"a\\u0000b\"}")
            .isProblem(400, "VALIDATION_FAILED");
    assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/reason");
    assertThat(refused.json().at("/errors/0/message").asText())
        .isEqualTo("must not contain the character U+0000");
  }

  @Test
  void lengthsAreCountedInCharactersWhateverTheirPlane() {
    var sail = "\u26F5";
    var ship = new String(Character.toChars(0x1F6A2));
    admin
        .post("/api-tokens", "{\"name\":\"%s\",\"roles\":[\"VIEWER\"]}".formatted(sail + ship))
        .isProblem(400, "VALIDATION_FAILED");
    issued("{\"name\":\"%s\",\"roles\":[\"VIEWER\"]}".formatted(ship.repeat(3)));
    issued("{\"name\":\"%s\",\"roles\":[\"VIEWER\"]}".formatted(ship.repeat(63)));
  }

  @Test
  void whatFollowsATraceOnItsConnectionIsNeverTakenForARequest() throws IOException {
    var address = server.process().baseUrl();
    try (var connection = new Socket(address.getHost(), address.getPort())) {
      connection.setSoTimeout(20_000);
      var inside = "GET /health/live HTTP/1.1\r\nHost: binnacle\r\n\r\n";
      connection
          .getOutputStream()
          .write(
              ("TRACE /api/v1/databases HTTP/1.1\r\nHost: binnacle\r\nContent-Length: "
                      + inside.length()
                      + "\r\n\r\n"
                      + inside)
                  .getBytes(StandardCharsets.US_ASCII));
      var answers = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answers).startsWith("HTTP/1.1 405 ").contains("METHOD_NOT_ALLOWED");
      assertThat(answers.split("HTTP/1.1 ", -1)).as("one answer: %s", answers).hasSize(2);
    }
  }

  @Test
  void aProblemNamesThePathAndItsTypeIsAPage() {
    var problem = admin.get("/databases/nothing?limit=1").hasStatus(404).json();
    assertThat(problem.path("instance").asText()).isEqualTo("/api/v1/databases/nothing");
    server.send(server.anonymous(problem.path("type").asText())).hasStatus(200);
  }

  private Answer issued(String body) {
    return admin.post("/api-tokens", body).hasStatus(201);
  }

  private static org.assertj.core.api.AbstractStringAssert<?> challenged(
      Answer refused, String code) {
    refused.isProblem(401, code);
    return assertThat(refused.header("WWW-Authenticate").orElse(""));
  }
}
