package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tokens of OpenID Connect issuers, at a server that trusts several of them. */
@Tag("api")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcIT {

  private static final Duration BEYOND_THE_SKEW = Duration.ofMinutes(10);

  private LocalIssuer local;
  private LocalIssuer groups;
  private LocalIssuer rotating;
  private LocalIssuer fragile;
  private TestServer server;

  @BeforeAll
  void startAServerThatTrustsThem() throws Exception {
    local = new LocalIssuer();
    groups = new LocalIssuer();
    rotating = new LocalIssuer();
    fragile = new LocalIssuer();
    var settings = new HashMap<>(local.settings());
    settings.putAll(
        Map.of(
            "BINNACLE_OIDC_ROTATING_ISSUER",
            rotating.issuer(),
            "BINNACLE_OIDC_ROTATING_AUDIENCE",
            LocalIssuer.AUDIENCE,
            "BINNACLE_OIDC_ROTATING_ROLE_CLAIM",
            "realm_access.roles"));
    settings.putAll(
        Map.of(
            "BINNACLE_OIDC_ISSUERS", "local,groups,rotating,fragile",
            "BINNACLE_OIDC_GROUPS_ISSUER", groups.issuer(),
            "BINNACLE_OIDC_GROUPS_AUDIENCE", "another-audience,binnacle-groups",
            "BINNACLE_OIDC_GROUPS_ROLE_CLAIM", "groups",
            "BINNACLE_OIDC_GROUPS_ROLE_MAPPING", "sre=operator,audit=auditor",
            "BINNACLE_OIDC_FRAGILE_ISSUER", fragile.issuer(),
            "BINNACLE_OIDC_FRAGILE_AUDIENCE", LocalIssuer.AUDIENCE,
            "BINNACLE_OIDC_FRAGILE_ROLE_CLAIM", "realm_access.roles",
            "BINNACLE_HTTP_FAILURES_PER_MINUTE", "10000"));
    server = TestPlatform.shared().start(settings);
  }

  @AfterAll
  void stopThem() {
    server.close();
    local.close();
    groups.close();
    rotating.close();
  }

  @Test
  void aTokenNamesItsCallerAndItsRolesComeFromNestedClaims() {
    var caller = with(local.token("maria", "operator", "something-else")).get("/caller");
    caller.hasStatus(200);
    assertThat(caller.json().path("subject").asText()).isEqualTo("maria");
    assertThat(caller.json().path("issuer").asText()).isEqualTo(local.issuer());
    assertThat(caller.json().path("kind").asText()).isEqualTo("OIDC");
    assertThat(caller.json().path("roles").toString()).isEqualTo("[\"OPERATOR\"]");
  }

  @Test
  void anotherIssuerHasItsOwnClaimMappingAndAudience() {
    var claims =
        groups.claims("maria").audience("binnacle-groups").claim("groups", List.of("sre", "x"));
    var caller = with(groups.sign(claims.build())).get("/caller").hasStatus(200).json();
    assertThat(caller.path("roles").toString()).isEqualTo("[\"OPERATOR\"]");
    assertThat(caller.path("issuer").asText()).isEqualTo(groups.issuer());

    with(groups.token("maria", "admin")).get("/caller").isProblem(401, "INVALID_TOKEN");
  }

  @Test
  void aTokenWithoutARoleIsAuthenticatedAndMayNothing() {
    with(local.token("guest")).get("/databases").isProblem(403, "ROLE_MISSING");
  }

  @Test
  void equalSubjectsOfTwoIssuersAreTwoCallers() {
    var mine =
        with(local.token("same", "viewer"))
            .post("/api-tokens", "{\"name\":\"mine\",\"roles\":[\"VIEWER\"]}")
            .hasStatus(201);
    var claims = groups.claims("same").audience("binnacle-groups").claim("groups", List.of("sre"));
    with(groups.sign(claims.build()))
        .get("/api-tokens/" + mine.json().at("/apiToken/id").asText())
        .isProblem(404, "RESOURCE_NOT_FOUND");
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    refused(local.sign(local.claims("maria", "admin").audience("another").build()));
  }

  @Test
  void anExpiredTokenIsToldSo() {
    var past = Date.from(Instant.now().minus(BEYOND_THE_SKEW));
    with(local.sign(local.claims("maria", "admin").expirationTime(past).build()))
        .get("/caller")
        .isProblem(401, "TOKEN_EXPIRED");
  }

  @Test
  void aTokenThatIsNotValidYetIsRefused() {
    var future = Date.from(Instant.now().plus(BEYOND_THE_SKEW));
    refused(local.sign(local.claims("maria", "admin").notBeforeTime(future).build()));
  }

  @Test
  void aTokenOfAnIssuerThatIsNotTrustedIsRefused() throws Exception {
    try (var stranger = new LocalIssuer()) {
      refused(stranger.token("maria", "admin"));
      refused(stranger.sign(stranger.claims("maria", "admin").issuer(local.issuer()).build()));
    }
  }

  @Test
  void aTokenWithoutOrWithASharedSignatureIsRefused() throws JOSEException {
    var claims = local.claims("maria", "admin").build();
    refused(new PlainJWT(claims).serialize());
    var shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    shared.sign(new MACSigner("0123456789abcdef0123456789abcdef"));
    refused(shared.serialize());
  }

  @Test
  void aRotatedKeyIsTakenAndTheOldOneNoLonger() {
    with(rotating.token("maria", "viewer")).get("/caller").hasStatus(200);
    var old = rotating.token("maria", "viewer");

    rotating.rotate();

    with(rotating.token("maria", "viewer")).get("/caller").hasStatus(200);
    refused(old);
  }

  @Test
  void knownKeysOutliveTheirIssuerAndUnknownOnesCannotBeJudged() {
    var known = fragile.token("maria", "viewer");
    with(known).get("/caller").hasStatus(200);

    fragile.close();

    with(fragile.token("maria", "viewer")).get("/caller").hasStatus(200);
    fragile.rotate();
    // More often than keys are fetched within half a minute.
    for (int i = 0; i < 4; i++) {
      var unknown =
          with(fragile.token("maria", "viewer"))
              .get("/caller")
              .isProblem(503, "COMPONENT_UNAVAILABLE");
      assertThat(unknown.json().at("/component/name").asText()).isEqualTo("fragile");
      assertThat(unknown.json().at("/component/type").asText()).isEqualTo("OIDC_ISSUER");
    }
    with(known).get("/caller").hasStatus(200);
    with(TestServer.TOKEN).get("/caller").hasStatus(200);
  }

  @Test
  void theAuditLogNamesSubjectAndIssuer() {
    var request = "oidc-" + UUID.randomUUID();
    with(local.token("audited", "viewer"))
        .post(
            "/api-tokens", "{\"name\":\"audited\",\"roles\":[\"VIEWER\"]}", "X-Request-Id", request)
        .hasStatus(201);

    var entry = with(TestServer.TOKEN).get("/audit-events?actor=audited").json().at("/items/0");

    assertThat(entry.path("requestId").asText()).isEqualTo(request);
    assertThat(entry.at("/actor/subject").asText()).isEqualTo("audited");
    assertThat(entry.at("/actor/issuer").asText()).isEqualTo(local.issuer());
    assertThat(entry.at("/actor/kind").asText()).isEqualTo("OIDC");
  }

  private Session with(String token) {
    return new Session(server, token);
  }

  private void refused(String token) {
    with(token).get("/caller").isProblem(401, "INVALID_TOKEN");
  }
}
