package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testing.Answer;
import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of an API token, for its owner, for others and for an admin. */
@Tag("api")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTokensIT {

  private static final String PATH = "/api-tokens";
  private static final String VIEWER = "{\"name\":\"nightly\",\"roles\":[\"VIEWER\"]}";

  private LocalIssuer issuer;
  private TestServer server;
  private Session admin;

  @BeforeAll
  void startAServerWithAnIssuer() throws Exception {
    issuer = new LocalIssuer();
    var settings = new HashMap<>(issuer.settings());
    settings.put("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "100000");
    server = TestPlatform.shared().start(settings);
    admin = as("root", "admin");
  }

  @AfterAll
  void stopIt() {
    server.close();
    issuer.close();
  }

  @Test
  void aTokenIsShownOnceAndWorks() {
    var issued = as("anna", "viewer").post(PATH, VIEWER).hasStatus(201);
    var secret = issued.json().path("token").asText();
    var token = issued.json().path("apiToken");
    assertThat(secret).startsWith(token.path("prefix").asText() + "_");
    assertThat(issued.header("Location").orElseThrow()).endsWith(token.path("id").asText());

    var read = server.send(as("anna", "viewer").request(path(issued))).hasStatus(200);
    assertThat(read.body()).doesNotContain(secret);
    assertThat(as("anna", "viewer").get(PATH).body()).doesNotContain(secret);
    assertThat(StoreLook.column(server, "select t::text from api_token t"))
        .noneMatch(row -> row.contains(secret));

    var caller = new Session(server, secret).get("/caller").hasStatus(200).json();
    assertThat(caller.path("subject").asText()).isEqualTo("anna");
    assertThat(caller.path("kind").asText()).isEqualTo("API_TOKEN");
    assertThat(caller.path("apiTokenName").asText()).isEqualTo("nightly");
    assertThat(caller.path("roles").toString()).isEqualTo("[\"VIEWER\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "viewer, VIEWER, 201",
    "viewer, OPERATOR, 403",
    "viewer, AUDITOR, 403",
    "operator, VIEWER, 201",
    "operator, ADMIN, 403",
    "admin, OPERATOR, 201",
    "admin, AUDITOR, 403",
    "auditor, AUDITOR, 201",
    "auditor, OPERATOR, 403"
  })
  void onlyRolesThatOneHasCanBeGiven(String has, String gives, int status) {
    var answer =
        as("giver", has).post(PATH, "{\"name\":\"given\",\"roles\":[\"%s\"]}".formatted(gives));
    if (status == 403) {
      answer.isProblem(403, "ROLE_NOT_GRANTABLE");
      assertThat(answer.json().path("missingRole").asText()).isEqualTo(gives);
    } else {
      answer.hasStatus(status);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 90",
    "'\"expiresIn\":\"P30D\"', 30",
    "'\"expiresIn\":\"PT48H\"', 2",
    "'\"expiresIn\":\"P366D\"', 366"
  })
  void aTokenExpiresWhenItShould(String expiry, long days) {
    var token = issue(expiry).hasStatus(201).json().path("apiToken");
    var life =
        Duration.between(
            Instant.parse(token.path("createdAt").asText()),
            Instant.parse(token.path("expiresAt").asText()));
    assertThat(life).isEqualTo(Duration.ofDays(days));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"expiresIn\":\"P367D\"', 422, INVALID_EXPIRY, /expiresIn",
    "'\"expiresIn\":\"-PT1S\"', 422, INVALID_EXPIRY, /expiresIn",
    "'\"expiresAt\":\"2020-01-01T00:00:00Z\"', 422, INVALID_EXPIRY, /expiresAt",
    "'\"expiresAt\":\"2999-01-01T00:00:00Z\"', 422, INVALID_EXPIRY, /expiresAt",
    "'\"expiresIn\":\"soon\"', 400, VALIDATION_FAILED, /expiresIn",
    "'\"expiresIn\":\"P1D\",\"expiresAt\":\"2999-01-01T00:00:00Z\"', 400, VALIDATION_FAILED, /expiresAt"
  })
  void anExpiryThatIsNotPossibleIsRefused(String expiry, int status, String code, String pointer) {
    var refused = issue(expiry).isProblem(status, code);
    assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void othersSeeAndChangeNothingOfIt() {
    var path = path(as("anna", "viewer").post(PATH, VIEWER));
    var bert = as("bert", "viewer");
    bert.get(path).isProblem(404, "RESOURCE_NOT_FOUND");
    bert.patch(path, "*", "{\"name\":\"mine now\"}").isProblem(404, "RESOURCE_NOT_FOUND");
    bert.delete(path, "*").isProblem(404, "RESOURCE_NOT_FOUND");
    assertThat(bert.get(PATH).json().path("items")).isEmpty();

    as("anna", "viewer").get(path).hasStatus(200);
  }

  @Test
  void anAdminSeesAndRevokesEverybodys() {
    var path = path(as("anna", "viewer").post(PATH, VIEWER));
    admin.get(path).hasStatus(200);
    assertThat(all(admin, "")).contains(path.substring(PATH.length() + 1));

    admin.delete(path, "*").hasStatus(204);

    as("anna", "viewer").get(path).isProblem(404, "RESOURCE_NOT_FOUND");
  }

  @Test
  void nameAndDescriptionCanBeChangedAndUseChangesNothing() {
    var anna = as("anna", "viewer");
    var issued = anna.post(PATH, VIEWER).hasStatus(201);
    var tag = anna.get(path(issued)).header("ETag").orElseThrow();
    assertThat(issued.header("ETag")).hasValue(tag);
    new Session(server, issued.json().path("token").asText()).get("/caller").hasStatus(200);

    var changed =
        anna.patch(path(issued), tag, "{\"name\":\"weekly\",\"description\":\"Sundays\"}")
            .hasStatus(200);

    assertThat(changed.json().path("name").asText()).isEqualTo("weekly");
    assertThat(changed.json().path("description").asText()).isEqualTo("Sundays");
    assertThat(changed.header("ETag").orElseThrow()).isNotEqualTo(tag);
    server
        .send(anna.request(path(issued)).header("If-None-Match", changed.header("ETag").get()))
        .hasStatus(304);
    anna.patch(path(issued), "*", "{\"description\":\"\"}").hasStatus(200);
    assertThat(anna.get(path(issued)).json().has("description")).isFalse();
  }

  @Test
  void aRevokedTokenIsRefusedAtOnceAndGone() {
    var anna = as("anna", "viewer");
    var issued = anna.post(PATH, VIEWER).hasStatus(201);
    var bearer = new Session(server, issued.json().path("token").asText());
    bearer.get("/caller").hasStatus(200);

    anna.delete(path(issued), issued.header("ETag").orElseThrow()).hasStatus(204);

    bearer.get("/caller").isProblem(401, "INVALID_TOKEN");
    anna.get(path(issued)).isProblem(404, "RESOURCE_NOT_FOUND");
    anna.delete(path(issued), "*").isProblem(404, "RESOURCE_NOT_FOUND");
    assertThat(all(anna, "")).doesNotContain(issued.json().at("/apiToken/id").asText());
  }

  @Test
  void theListIsPagedNewestFirstWithoutGapsAndDoubles() {
    var clara = as("clara", "viewer");
    var made = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(clara.post(PATH, VIEWER).json().at("/apiToken/id").asText());
    }
    assertThat(all(clara, "&limit=2")).isEqualTo(made);
    var cursor = clara.get(PATH + "?limit=2").json().path("nextCursor").asText();
    as("dora", "viewer").get(PATH + "?cursor=" + cursor).isProblem(400, "INVALID_CURSOR");
  }

  private Session as(String subject, String role) {
    return new Session(server, issuer.token(subject, role));
  }

  private Answer issue(String expiry) {
    return as("expiring", "viewer")
        .post(
            PATH,
            "{\"name\":\"expiring\",\"roles\":[\"VIEWER\"]%s}"
                .formatted(expiry.isEmpty() ? "" : "," + expiry));
  }

  private static String path(Answer issued) {
    return PATH + "/" + issued.json().at("/apiToken/id").asText();
  }

  private static List<String> all(Session session, String more) {
    var ids = new ArrayList<String>();
    var page = session.get(PATH + "?" + more).hasStatus(200).json();
    page.path("items").forEach(item -> ids.add(item.path("id").asText()));
    while (page.has("nextCursor")) {
      page =
          session
              .get(PATH + "?cursor=" + page.path("nextCursor").asText() + more)
              .hasStatus(200)
              .json();
      page.path("items").forEach(item -> ids.add(item.path("id").asText()));
    }
    return ids;
  }
}
