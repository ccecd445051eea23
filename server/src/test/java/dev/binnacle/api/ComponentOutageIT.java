package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A component that is dead or silent costs its own answers only, and is named in them. */
@Tag("api")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComponentOutageIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Far below any timeout of TCP; how fast it really is, the benchmarks tell. */
  private static final Duration PROMPT = Duration.ofSeconds(10);

  private static final String DATABASE = "/databases/" + TestPlatform.DATABASE;

  private final TestPlatform platform = TestPlatform.shared();
  private List<FaultProxy> proxies;
  private TestServer server;
  private Session admin;

  @BeforeAll
  void startAServerBehindProxies() {
    platform.patroni().awaitHealthy(DEADLINE);
    proxies =
        platform.patroni().members().stream()
            .map(member -> FaultProxy.start(member.restPort(), TestPlatform.PORTS))
            .toList();
    server =
        new TestServer(
            ServerProcess.start(
                platform.settings(
                    platform.newDatabase(),
                    platform.describe(proxies.stream().map(FaultProxy::uri).toList()),
                    Map.of("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "100000"))));
    admin = new Session(server, TestServer.TOKEN);
  }

  @AfterAll
  void stopIt() {
    server.close();
    proxies.forEach(FaultProxy::close);
  }

  @BeforeEach
  void everythingAnswers() {
    proxies.forEach(FaultProxy::pass);
    Patience.until(
        "the database answers again", DEADLINE, this::verdict, seen -> !seen.equals("UNKNOWN"));
  }

  @Test
  void deadMembersAreToldAsUnavailable() {
    proxies.forEach(FaultProxy::refuse);
    for (var path :
        List.of(
            "/members",
            "/postgresql/history",
            "/postgresql/replication",
            "/postgresql/configuration",
            "/postgresql/sizes",
            "/postgresql/storage",
            "/postgresql/blocked-sessions",
            "/postgresql/slow-queries")) {
      named(prompt(() -> admin.get(DATABASE + path)), 503, "COMPONENT_UNAVAILABLE");
    }
    named(
        prompt(() -> admin.post(DATABASE + "/switchover", "{\"reason\":\"it is dead\"}")),
        503,
        "COMPONENT_UNAVAILABLE");
  }

  /** Several time limits end at about the same moment; whichever is first names the component. */
  @RepeatedTest(5)
  void silentMembersAreToldAsUnavailableOrTooSlow() {
    proxies.forEach(FaultProxy::blackhole);
    var answer = prompt(() -> admin.get(DATABASE + "/members"));
    assertThat(answer.status()).isIn(503, 504);
    named(
        answer,
        answer.status(),
        answer.status() == 503 ? "COMPONENT_UNAVAILABLE" : "COMPONENT_TIMEOUT");
  }

  @Test
  void theListStillAnswersAndSaysThatItDoesNotKnow() {
    proxies.forEach(FaultProxy::refuse);
    var dead = prompt(() -> admin.get("/databases")).hasStatus(200).json();
    assertThat(dead.at("/items/0/health/verdict").asText()).isEqualTo("UNKNOWN");

    proxies.forEach(FaultProxy::blackhole);
    var silent = prompt(() -> admin.get(DATABASE)).hasStatus(200).json();
    assertThat(silent.at("/health/verdict").asText()).isEqualTo("UNKNOWN");
    assertThat(silent.at("/health/reasons")).isNotEmpty();
  }

  @Test
  void theDailyCheckStillAnswersAndSaysWhatNobodyCouldCheck() {
    proxies.forEach(FaultProxy::blackhole);
    var check = prompt(() -> admin.get(DATABASE + "/postgresql/daily-check")).hasStatus(200).json();
    assertThat(check.path("complete").asBoolean()).isFalse();
    assertThat(check.path("points"))
        .allMatch(point -> point.path("verdict").asText().equals("NOT_AVAILABLE"))
        .allMatch(point -> !point.at("/unavailable/remedy").asText().isBlank());
  }

  @Test
  void everythingElseAnswersMeanwhile() {
    proxies.forEach(FaultProxy::blackhole);
    admin.get("/operations").hasStatus(200);
    admin.get("/platform").hasStatus(200);
    server.get("/health/ready").hasStatus(200);
  }

  @Test
  void oneDeadMemberIsNoOutage() {
    proxies.getFirst().refuse();
    var members = admin.get(DATABASE + "/members").hasStatus(200).json().path("items");
    assertThat(members).hasSize(platform.patroni().members().size());
  }

  private String verdict() {
    return admin.get(DATABASE).hasStatus(200).json().at("/health/verdict").asText();
  }

  private static Answer prompt(Supplier<Answer> request) {
    long asked = System.nanoTime();
    var answer = request.get();
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PROMPT);
    return answer;
  }

  private static void named(Answer answer, int status, String code) {
    answer.isProblem(status, code);
    assertThat(answer.json().at("/component/name").asText()).isEqualTo(TestPlatform.DATABASE);
    assertThat(answer.json().at("/component/type").asText()).isNotBlank();
  }
}
