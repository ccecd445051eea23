package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.PatroniSecrets;
import dev.binnacle.sandbox.PlatformFile.PatroniDatabase;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.ExpiredCertificate;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is wrong between Binnacle and a PostgreSQL database is told for what it is, costs its own
 * answers only, and is over when its cause is.
 */
@Tag("api")
class PostgresqlTroubleIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);

  /** Far below any timeout of TCP; how fast it really is, the benchmarks tell. */
  private static final Duration PROMPT = Duration.ofSeconds(10);

  private static final Duration BETWEEN_READS = Duration.ofMillis(200);

  private static final String DATABASE = "/api/v1/databases/" + TestPlatform.DATABASE;
  private static final List<String> VIEWS =
      List.of(
          "",
          "/members",
          "/postgresql/history",
          "/postgresql/replication",
          "/postgresql/connections",
          "/postgresql/blocked-sessions",
          "/postgresql/sizes",
          "/postgresql/storage",
          "/postgresql/configuration",
          "/postgresql/slow-queries",
          "/postgresql/pools",
          "/postgresql/daily-check");

  private final TestPlatform platform = TestPlatform.shared();

  @TempDir private Path directory;

  @BeforeEach
  void startFromAHealthyCluster() {
    platform.patroni().awaitHealthy(DEADLINE);
  }

  @Test
  void wrongPasswordsAreToldAndRightOnesHealWithoutARestart() throws Exception {
    var wrong = new PatroniSecrets(directory);
    try (var server = server(platform.describe(described(platform.patroni().restUrls(), wrong)))) {
      refused(server.get(DATABASE + "/postgresql/sizes"), "POSTGRESQL");
      assertThat(reasons(server)).contains("LEADER_SQL_UNAVAILABLE", "POOLER_UNREACHABLE");
      assertThat(component(server, "POSTGRESQL").path("breaker").asText())
          .as("a refusal is an answer")
          .isEqualTo("CLOSED");
      var failed = ended(server, server.post(DATABASE + "/postgresql/pause", why()));
      assertThat(failed.path("state").asText()).isEqualTo("FAILED");
      assertThat(failed.at("/error/code").asText()).isEqualTo("COMPONENT_REFUSED");
      assertThat(failed.at("/error/component/type").asText()).isEqualTo("PATRONI");

      var right = platform.patroni().secrets();
      Files.writeString(wrong.superuserPasswordFile(), right.superuserPassword());
      Files.writeString(wrong.poolerPasswordFile(), right.poolerPassword());
      server.get(DATABASE + "/postgresql/sizes").hasStatus(200);
      assertThat(reasons(server)).doesNotContain("LEADER_SQL_UNAVAILABLE", "POOLER_UNREACHABLE");
    }
  }

  private static void refused(Answer answer, String type) {
    answer.isProblem(502, "COMPONENT_REFUSED");
    assertThat(answer.json().path("detail").asText()).contains("authentication failed");
    assertThat(answer.json().at("/component/type").asText()).isEqualTo(type);
  }

  @Test
  void anExpiredCertificateIsToldAsOne() throws Exception {
    var certificate = ExpiredCertificate.in(directory);
    var patroni = https(certificate);
    var file =
        platform.describe(
            new PatroniDatabase(
                TestPlatform.DATABASE,
                List.of(URI.create("https://127.0.0.1:" + patroni.getAddress().getPort())),
                platform.patroni().secrets()));
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst(
                "(endpoints: .*)", "$1\n      tls: { ca: '" + certificate.authority() + "' }"));
    try (var server = server(file)) {
      var members = prompt(server, DATABASE + "/members");
      members.isProblem(503, "COMPONENT_UNAVAILABLE");
      assertThat(members.json().path("detail").asText()).containsIgnoringCase("expired");
      assertThat(prompt(server, DATABASE).hasStatus(200).json().at("/health/verdict").asText())
          .isEqualTo("UNKNOWN");
      Patience.until(
          "the breaker is open",
          DEADLINE,
          () -> {
            server.get(DATABASE).hasStatus(200);
            return component(server, "PATRONI").path("breaker").asText();
          },
          "OPEN"::equals);
    } finally {
      patroni.stop(0);
    }
  }

  private static HttpsServer https(ExpiredCertificate certificate) throws IOException {
    var port = TestPlatform.PORTS.free(1).getFirst();
    var server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    server.start();
    return server;
  }

  @Test
  void aSlowEndpointDelaysNobodyAndASlowPgbouncerCostsItself() {
    var proxies = proxies(platform.patroni().members().stream().map(m -> m.restPort()).toList());
    var poolers = proxies(platform.patroni().members().stream().map(m -> m.poolerPort()).toList());
    var file =
        platform.describe(
            new PatroniDatabase(
                TestPlatform.DATABASE,
                proxies.stream().map(FaultProxy::uri).toList(),
                platform.patroni().secrets(),
                poolers.stream().map(FaultProxy::port).toList()));
    try (var server = server(file)) {
      assertThat(reasons(server)).isEmpty();
      proxies.getFirst().delay(Duration.ofSeconds(5));
      poolers.getFirst().delay(Duration.ofSeconds(5));

      for (var view : VIEWS) {
        prompt(server, DATABASE + view).hasStatus(200);
      }
      var look = prompt(server, DATABASE + "/postgresql/pools").json();
      assertThat(look.findValues("version")).hasSize(2);
      assertThat(look.at("/poolers/0/problem/component/type").asText()).isEqualTo("PGBOUNCER");
      assertThat(reasons(server)).containsOnly("POOLER_UNREACHABLE");
    } finally {
      proxies.forEach(FaultProxy::close);
      poolers.forEach(FaultProxy::close);
    }
  }

  private static List<FaultProxy> proxies(List<Integer> ports) {
    return ports.stream().map(port -> FaultProxy.start(port, TestPlatform.PORTS)).toList();
  }

  @Test
  void readsGoOnWhileTheLeaderIsKilledAndSayWhatTheySee() throws Exception {
    var patroni = platform.patroni();
    var old = patroni.leader().orElseThrow();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var server = server(platform.describe(described(patroni.restUrls(), patroni.secrets())))) {
      var over = new AtomicBoolean();
      var readers =
          VIEWS.stream()
              .map(view -> CompletableFuture.supplyAsync(() -> read(server, view, over), threads))
              .toList();
      patroni.kill9(old.name());
      try {
        Patience.until(
            "another member leads and answers",
            DEADLINE,
            () ->
                server.get(DATABASE + "/postgresql/sizes").status() == 200
                    && !server.get(DATABASE).json().path("leader").asText().equals(old.name()),
            good -> good);
        over.set(true);
        for (var reader : readers) {
          assertThat(reader.get()).isPositive();
        }
        assertThat(reasons(server)).as("somebody is missing").contains("POOLER_UNREACHABLE");
      } finally {
        over.set(true);
        patroni.start(old.name());
        patroni.awaitHealthy(DEADLINE);
      }
      Patience.until(
          "the database is well again",
          DEADLINE,
          () -> server.get(DATABASE).json().at("/health/verdict").asText(),
          "HEALTHY"::equals);
    }
  }

  /** Reads a view until it is over: what comes is an answer, or a problem that names somebody. */
  private static int read(TestServer server, String view, AtomicBoolean over) {
    int answers = 0;
    while (!over.get()) {
      var answer = prompt(server, DATABASE + view);
      server.get("/health/live").hasStatus(200);
      if (answer.status() != 200) {
        assertThat(answer.status()).as(view).isIn(502, 503, 504);
        assertThat(answer.json().at("/component/name").asText()).isEqualTo(TestPlatform.DATABASE);
      }
      answers++;
      LockSupport.parkNanos(BETWEEN_READS.toNanos());
    }
    return answers;
  }

  private PatroniDatabase described(List<URI> endpoints, PatroniSecrets secrets) {
    return new PatroniDatabase(
        TestPlatform.DATABASE,
        endpoints,
        secrets,
        PatroniDatabase.of(platform.patroni()).poolers());
  }

  private TestServer server(Path description) {
    return new TestServer(
        ServerProcess.start(
            platform.settings(
                platform.newDatabase(),
                description,
                Map.of("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "1000000"))));
  }

  private static String why() {
    return "{\"reason\":\"test of troubles\"}";
  }

  private static Answer prompt(TestServer server, String path) {
    long asked = System.nanoTime();
    var answer = server.get(path);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).as(path).isLessThan(PROMPT);
    return answer;
  }

  private static List<String> reasons(TestServer server) {
    var codes = new ArrayList<String>();
    server
        .get(DATABASE)
        .hasStatus(200)
        .json()
        .at("/health/reasons")
        .forEach(reason -> codes.add(reason.path("code").asText()));
    return codes;
  }

  private static JsonNode component(TestServer server, String type) {
    for (var component : server.get("/api/v1/platform").hasStatus(200).json().path("components")) {
      if (component.path("type").asText().equals(type)) {
        return component;
      }
    }
    throw new AssertionError("no component " + type);
  }

  private static JsonNode ended(TestServer server, Answer accepted) {
    String path = "/api/v1/operations/" + accepted.hasStatus(202).json().path("id").asText();
    return Patience.until(
        "the operation is final",
        DEADLINE,
        () -> server.get(path).hasStatus(200).json(),
        seen -> seen.has("finishedAt"));
  }
}
