package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.client.LocalServer.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens of an issuer: asked for as seldom as possible, and never several at once. */
@Timeout(60)
class OidcClientCredentialsTest {
  private static final String DISCOVERY = "GET /.well-known/openid-configuration";
  private static final String TOKEN = "POST /token";
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final LocalServer issuer = LocalServer.start();
  private final AtomicInteger issued = new AtomicInteger();

  @BeforeEach
  void discover() {
    issuer.on(DISCOVERY, discovery(""));
    issuer.on(TOKEN, token(600));
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private Reply discovery(String more) {
    return LocalServer.json(
        200,
        "{\"issuer\":\"%s\",\"token_endpoint\":\"%s/token\"%s}"
            .formatted(issuer.address(), issuer.address(), more));
  }

  private Reply token(int seconds) {
    return exchange ->
        LocalServer.json(
                200,
                "{\"access_token\":\"t%d\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                    .formatted(issued.incrementAndGet(), seconds))
            .to(exchange);
  }

  private OidcClientCredentials credentials() {
    return OidcClientCredentials.of(issuer.address(), "ci:1", "s&cret").withClock(at(NOON));
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  /** A clock that the test sets. */
  private static final class SetClock extends Clock {
    private volatile Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  @Test
  void findsTheEndpointAndLogsInWithTheSecret() {
    var token = credentials().withScope("operate read").withAudience("binnacle").token();

    assertThat(token).isEqualTo("t1");
    var asked = issuer.received().get(1);
    assertThat(asked.body())
        .isEqualTo("audience=binnacle&grant_type=client_credentials&scope=operate+read");
    assertThat(asked.header("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("ci%3A1:s%26cret".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void sendsTheSecretInTheBodyWhereTheIssuerWantsIt() {
    issuer.on(
        DISCOVERY,
        discovery(",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]"));
    credentials().token();
    var asked = issuer.received().get(1);
    assertThat(asked.body()).contains("client_id=ci%3A1", "client_secret=s%26cret");
    assertThat(asked.header("Authorization")).isEmpty();
  }

  @Test
  void keepsATokenUntilShortlyBeforeItExpires() {
    var clock = new SetClock();
    var credentials = credentials().withClock(clock);

    assertThat(credentials.token()).isEqualTo("t1");
    clock.now = NOON.plusSeconds(569);
    assertThat(credentials.token()).isEqualTo("t1");
    clock.now = NOON.plusSeconds(571);
    assertThat(credentials.token()).isEqualTo("t2");
    assertThat(issuer.requests()).containsExactly(DISCOVERY, TOKEN, TOKEN);
  }

  @Test
  void goesOnWithTheOldTokenWhileTheIssuerIsAway() {
    var clock = new SetClock();
    var credentials = credentials().withClock(clock);
    credentials.token();
    issuer.on(TOKEN, LocalServer.page(503, "away"));

    clock.now = NOON.plusSeconds(580);
    assertThat(credentials.token()).isEqualTo("t1");
    var asked = issuer.received().size();
    assertThat(credentials.token()).isEqualTo("t1");
    assertThat(issuer.received()).hasSize(asked);
    clock.now = NOON.plusSeconds(601);
    assertThatThrownBy(credentials::token)
        .isInstanceOfSatisfying(
            TokenException.class, missing -> assertThat(missing.mayPass()).isTrue())
        .hasMessageContaining("answered 503");
  }

  @Test
  void asksOnceForManyThreads() throws Exception {
    var answer = new CountDownLatch(1);
    issuer.on(
        TOKEN,
        exchange -> {
          answer.await();
          token(600).to(exchange);
        });
    var credentials = credentials();
    var tokens = new ArrayList<CompletableFuture<String>>();
    for (var thread = 0; thread < 20; thread++) {
      tokens.add(Background.run(credentials::token));
    }
    while (!issuer.requests().contains(TOKEN)) {
      Thread.sleep(20);
    }
    answer.countDown();

    for (var token : tokens) {
      assertThat(token.get()).isEqualTo("t1");
    }
    assertThat(issuer.requests()).containsExactly(DISCOVERY, TOKEN);
  }

  @Test
  void repeatsACallWithANewTokenWhenTheServerRefusesTheOldOne() {
    try (var server = LocalServer.start()) {
      server.on(
          "GET /api/v1/caller",
          LocalServer.problem(401, "TOKEN_EXPIRED"),
          LocalServer.json(200, LocalServer.example("getCaller.200.json")));
      var client = server.builder().tokens(credentials()).build();

      client.platform().getCaller();

      assertThat(server.received())
          .extracting(got -> got.header("Authorization"))
          .containsExactly("Bearer t1", "Bearer t2");
    }
  }

  @Test
  void doesNotAskForeverForTokensThatTheServerRefuses() {
    try (var server = LocalServer.start()) {
      server.on("GET /api/v1/caller", LocalServer.problem(401, "INVALID_TOKEN"));
      var client = server.builder().tokens(credentials()).build();
      assertThatThrownBy(() -> client.platform().getCaller()).isInstanceOf(ProblemException.class);
      assertThat(server.received()).hasSize(2);
    }
  }

  @Test
  void saysWhatTheIssuerSays() {
    issuer.on(
        TOKEN,
        LocalServer.json(
            401, "{\"error\":\"invalid_client\",\"error_description\":\"Wrong secret\"}"));
    assertThatThrownBy(() -> credentials().token())
        .isInstanceOfSatisfying(
            TokenException.class, missing -> assertThat(missing.mayPass()).isFalse())
        .hasMessageContaining("401 (invalid_client: Wrong secret)")
        .hasMessageContaining("Check the id and the secret")
        .hasMessageNotContaining("s&cret");
    assertThat(issuer.requests()).containsExactly(DISCOVERY, TOKEN);
  }

  @Test
  void saysThatTheIssuerIsNoIssuer() {
    issuer.on(DISCOVERY, LocalServer.page(200, "<html>"));
    assertThatThrownBy(() -> credentials().token())
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("an OpenID Connect issuer?");
  }

  @Test
  void doesNotTrustAnIssuerThatCallsItselfOtherwise() {
    issuer.on(DISCOVERY, LocalServer.json(200, "{\"issuer\":\"https://evil.example\"}"));
    assertThatThrownBy(() -> credentials().token())
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("calls itself \"https://evil.example\"");
  }

  @Test
  void saysThatTheIssuerCannotBeReached() {
    var port = LocalServer.closedPort();
    var away = OidcClientCredentials.of("http://127.0.0.1:" + port, "ci", "secret");
    assertThatThrownBy(away::token)
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("No token: Nothing listens at http://127.0.0.1:" + port);
  }

  @Test
  void needsAnIdAndASecret() {
    assertThatThrownBy(() -> OidcClientCredentials.of("https://login.example.org", "ci", ""))
        .isInstanceOf(SettingsException.class);
    assertThatThrownBy(() -> OidcClientCredentials.of("", "ci", "secret"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("the OpenID Connect issuer");
  }
}
