package dev.binnacle.client;

import static dev.binnacle.client.LocalServer.example;
import static dev.binnacle.client.LocalServer.json;
import static dev.binnacle.client.LocalServer.page;
import static dev.binnacle.client.LocalServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.client.model.SwitchoverRequest;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is repeated, what never is, and how a start that got no answer still happens once. */
@Timeout(60)
class RetryTest {
  private static final String START = "POST /api/v1/databases/orders/switchover";
  private static final String CALLER = "GET /api/v1/caller";
  private static final String REVOKE = "DELETE /api/v1/api-tokens/" + GivenOperation.ID;
  private static final SwitchoverRequest REQUEST = new SwitchoverRequest().reason("Kernel update");

  private final LocalServer server = LocalServer.start();
  private final BinnacleClient client = server.client();

  @AfterEach
  void stop() {
    server.close();
  }

  private UUID start(String key) {
    return client.databases().switchoverDatabase("orders", REQUEST, key, null).getId();
  }

  private List<String> keys() {
    return server.received().stream().map(got -> got.header("Idempotency-key")).toList();
  }

  @Test
  void repeatsAStartWhoseAnswerWasLostWithTheSameKey() {
    server.on(START, LocalServer.lost(), json(202, example("switchoverDatabase.202.json")));

    assertThat(start(null)).isEqualTo(GivenOperation.ID);

    assertThat(keys()).hasSize(2).doesNotContain("").allMatch(keys().get(0)::equals);
    assertThat(server.received())
        .extracting(LocalServer.Received::body)
        .allMatch(body -> body.contains("Kernel"));
  }

  @Test
  void keepsTheKeyOfTheCaller() {
    server.on(START, LocalServer.lost(), json(202, example("switchoverDatabase.202.json")));
    start("my-key");
    assertThat(keys()).containsExactly("my-key", "my-key");
  }

  @Test
  void repeatsAStartWhoseAnswerBrokeOffInItsMiddle() {
    var answer = example("switchoverDatabase.202.json");
    server.on(START, LocalServer.cut(answer), json(202, answer));
    assertThat(start(null)).isEqualTo(GivenOperation.ID);
  }

  @Test
  void waitsWhileTheFirstOneIsStillBeingAnswered() {
    server.on(
        START,
        LocalServer.lost(),
        problem(409, "IDEMPOTENCY_KEY_IN_FLIGHT", Map.of("Retry-After", "0")),
        json(202, example("switchoverDatabase.202.json")));
    assertThat(start(null)).isEqualTo(GivenOperation.ID);
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void neverRepeatsWithoutAKeyWhatMayHaveArrived() {
    server.on(REVOKE, LocalServer.lost());

    var lost =
        catchThrowableOfType(
            ConnectionException.class,
            () -> client.apiTokens().revokeApiToken(GivenOperation.ID, "\"7\""));

    assertThat(lost.mayHaveArrived()).isTrue();
    assertThat(lost).hasMessageContaining("look before you repeat it");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void doesNotRepeatWithoutAKeyWhatAProxyMayHavePassedOn() {
    server.on(REVOKE, page(502, "Bad Gateway"));
    assertThatThrownBy(() -> client.apiTokens().revokeApiToken(GivenOperation.ID, "\"7\""))
        .isInstanceOf(ApiException.class);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void repeatsWithoutAKeyWhatWasNotEvenLookedAt() {
    server.on(
        REVOKE,
        problem(429, "RATE_LIMIT_EXCEEDED", Map.of("Retry-After", "0")),
        exchange -> exchange.sendResponseHeaders(204, -1));
    client.apiTokens().revokeApiToken(GivenOperation.ID, "\"7\"");
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void connectsAgainToAServerThatComesBack() throws Exception {
    var patient =
        server
            .builder()
            .retries(
                new RetryPolicy(
                    100, Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(50)))
            .build();
    server.on(REVOKE, exchange -> exchange.sendResponseHeaders(204, -1));
    server.stop();
    var call =
        patient.async(() -> {
          patient.apiTokens().revokeApiToken(GivenOperation.ID, "\"7\"");
          return "revoked";
        });
    Thread.sleep(300);
    server.restart();
    assertThat(call.get()).isEqualTo("revoked");
  }

  @Test
  void waitsAsManySecondsAsTheServerSays() {
    server.on(
        CALLER,
        problem(429, "RATE_LIMIT_EXCEEDED", Map.of("Retry-After", "1")),
        json(200, example("getCaller.200.json")));

    client.platform().getCaller();

    assertThat(between(0, 1)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void waitsUntilTheDateThatTheServerSaysByItsOwnClock() {
    server.on(
        CALLER,
        problem(
            503,
            "SERVER_BUSY",
            Map.of(
                "Date", "Mon, 23 Nov 2026 10:00:00 GMT",
                "Retry-After", "Mon, 23 Nov 2026 10:00:01 GMT")),
        json(200, example("getCaller.200.json")));

    client.platform().getCaller();

    assertThat(between(0, 1)).isPositive();
    assertThat(server.received()).hasSize(2);
  }

  private Duration between(int first, int second) {
    var times = server.received().stream().map(LocalServer.Received::nanoTime).toList();
    return Duration.ofNanos(times.get(second) - times.get(first));
  }

  @Test
  void tellsAtOnceThatTheServerWantsToBeLeftAloneForLong() {
    server.on(CALLER, problem(429, "RATE_LIMIT_EXCEEDED", Map.of("Retry-After", "3600")));

    assertThatThrownBy(() -> client.platform().getCaller())
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.retryAfter()).contains(Duration.ofHours(1)));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void repeatsALookFiveTimesAtMost() {
    server.on(CALLER, problem(503, "STATE_STORE_UNAVAILABLE"));
    assertThatThrownBy(() -> client.platform().getCaller()).isInstanceOf(ProblemException.class);
    assertThat(server.received()).hasSize(5);
  }

  @Test
  void repeatsADryRunWithoutAKey() {
    var dryRun = START + "?dryRun=true";
    server.on(dryRun, LocalServer.lost(), json(200, example("switchoverDatabase.200.json")));

    client.databases().planSwitchoverDatabase("orders", REQUEST);

    assertThat(keys()).containsExactly("", "");
  }

  @Test
  void doesNotAskAgainWhatAComponentHasRefused() {
    server.on(START, problem(502, "COMPONENT_REFUSED"));
    assertThatThrownBy(() -> start(null)).isInstanceOf(ProblemException.class);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void saysWithWhichKeyToRepeatWhatStayedWithoutAnswer() {
    server.on(START, LocalServer.lost());

    var lost = catchThrowableOfType(ConnectionException.class, () -> start("my-key"));

    assertThat(lost.idempotencyKey()).contains("my-key");
    assertThat(lost).hasMessageContaining("my-key").hasMessageContaining("nothing happens twice");
    assertThat(server.received()).hasSize(5);
  }

  @Test
  void asksAgainWhereBinnacleWasAndNothingIsYet() {
    server.on(
        CALLER,
        json(200, example("getCaller.200.json")),
        page(404, "not deployed yet"),
        json(200, example("getCaller.200.json")));
    client.platform().getCaller();
    client.platform().getCaller();
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void repeatsNothingWhenToldSo() {
    server.on(CALLER, LocalServer.lost());
    var strict = server.builder().retries(RetryPolicy.never()).build();
    assertThatThrownBy(() -> strict.platform().getCaller()).isInstanceOf(ConnectionException.class);
  }

  @Test
  void givesUpAnAnswerThatDoesNotCome() {
    server.on(CALLER, LocalServer.silence());
    var strict =
        server.builder().retries(RetryPolicy.never()).timeout(Duration.ofMillis(300)).build();

    assertThatThrownBy(() -> strict.platform().getCaller())
        .isInstanceOfSatisfying(
            ConnectionException.class,
            late ->
                assertThat(late.failure()).isEqualTo(ConnectionException.Failure.ANSWER_TIMEOUT))
        .hasMessageContaining("300 ms");
  }

  /** The client may give every POST a key only as long as the contract lets every POST take one. */
  @Test
  void everyPostOfTheContractTakesAKey() throws IOException {
    var contract = new ObjectMapper().readTree(new File("../../api-spec/target/openapi.json"));
    contract
        .path("paths")
        .properties()
        .forEach(path -> {
          var post = path.getValue().path("post");
          if (!post.isMissingNode()) {
            assertThat(StreamSupport.stream(post.path("parameters").spliterator(), false))
                .as("parameters of POST %s", path.getKey())
                .anyMatch(parameter -> parameter.toString().contains("Idempotency"));
          }
        });
  }
}
