package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Whoever asks too much is told when to come back; others do not notice. */
@Tag("api")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuotaIT {

  private static final int REQUESTS = 5;
  private static final int FAILURES = 3;

  private LocalIssuer issuer;
  private TestServer server;

  @BeforeAll
  void startAServerWithSmallQuotas() throws Exception {
    issuer = new LocalIssuer();
    var settings = new HashMap<>(issuer.settings());
    settings.putAll(
        Map.of(
            "BINNACLE_HTTP_REQUESTS_PER_MINUTE", Integer.toString(REQUESTS),
            "BINNACLE_HTTP_FAILURES_PER_MINUTE", Integer.toString(FAILURES)));
    server = TestPlatform.shared().start(settings);
  }

  @AfterAll
  void stopIt() {
    server.close();
    issuer.close();
  }

  @Test
  @Order(1)
  void aCallerMayMakeSoManyRequestsAndIsThenToldToWait() {
    var anna = new Session(server, issuer.token("anna", "viewer"));
    for (int left = REQUESTS - 1; left >= 0; left--) {
      var answer = anna.get("/caller").hasStatus(200);
      assertThat(answer.header("RateLimit-Policy"))
          .hasValue("\"default\";q=%d;w=60".formatted(REQUESTS));
      assertThat(answer.header("RateLimit").orElse(""))
          .startsWith("\"default\";r=%d;t=".formatted(left));
    }

    var refused = anna.get("/caller").isProblem(429, "RATE_LIMIT_EXCEEDED");

    assertThat(refused.header("Retry-After").map(Integer::valueOf).orElse(0)).isBetween(1, 12);
    assertThat(refused.header("RateLimit").orElse("")).startsWith("\"default\";r=0;t=");
    new Session(server, issuer.token("anna", "viewer")).get("/caller").hasStatus(429);
    new Session(server, issuer.token("bert", "viewer")).get("/caller").hasStatus(200);
  }

  /** Last: from here on, the address of the tests may not fail any more. */
  @Test
  @Order(2)
  void anAddressMayFailSoOftenAndThoseWhoWereGoodLatelyDoNotSuffer() {
    var clara = new Session(server, issuer.token("clara", "viewer"));
    clara.get("/caller").hasStatus(200);
    var guess = new Session(server, "bnc_guessing_0123456789abcdefghijABCDEFGHIJ00");
    for (int i = 0; i < FAILURES; i++) {
      guess.get("/caller").isProblem(401, "INVALID_TOKEN");
    }

    var refused = guess.get("/caller").isProblem(429, "RATE_LIMIT_EXCEEDED");

    assertThat(refused.header("Retry-After")).isPresent();
    clara.get("/caller").hasStatus(200);
  }
}
