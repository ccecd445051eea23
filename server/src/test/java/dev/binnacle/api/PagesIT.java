package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.problems.ProblemCode;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read without a token. */
@Tag("api")
class PagesIT {

  private final TestServer server = TestServer.shared();

  @ParameterizedTest
  @CsvSource({
    "/docs/, text/html, swagger-ui",
    "/docs/swagger-ui.css, text/css, .swagger-ui",
    "/docs/swagger-ui-bundle.js, text/javascript, SwaggerUIBundle",
    "/docs/start.js, text/javascript, SwaggerUIBundle",
    "/problems, text/html, GUARD_BLOCKED",
    "/health/live, application/json, UP",
    "/health/ready, application/json, state-store",
    "/health/started, application/json, UP",
    "/metrics, text/plain, jvm_memory_used_bytes",
    "/api/v1/openapi.json, application/json, switchoverDatabase",
    "/api/v1/openapi.yaml, application/yaml, switchoverDatabase"
  })
  void isServedWithItsMediaType(String path, String mediaType, String content) {
    var page = read(path).hasStatus(200);
    assertThat(page.header("Content-Type").orElse("")).startsWith(mediaType);
    assertThat(page.body()).contains(content);
    assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.header("Content-Security-Policy").orElse("")).contains("default-src 'none'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/",
        "/problems",
        "/health/ready",
        "/metrics",
        "/api/v1/openapi.json",
        "/api/v1/openapi.yaml"
      })
  void hasAHeadWithoutABody(String path) {
    var head =
        server.send(server.anonymous(path).method("HEAD", BodyPublishers.noBody())).hasStatus(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Type")).isEqualTo(read(path).header("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs"})
  void leadsToTheDocumentation(String path) {
    var answer = read(path).hasStatus(302);
    assertThat(answer.header("Location")).hasValue("/docs/");
  }

  @ParameterizedTest
  @EnumSource(ProblemCode.class)
  void everyProblemIsExplained(ProblemCode code) {
    assertThat(read(code.type()).hasStatus(200).body())
        .contains(code.name(), Integer.toString(code.status()), code.title());
    assertThat(read("/problems").body()).contains(code.type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs/", "/docs/swagger-ui.css", "/api/v1/openapi.json"})
  void isNotSentAgainWhenItIsKnown(String path) {
    var tag = read(path).header("ETag").orElseThrow();
    var again = server.send(server.anonymous(path).header("If-None-Match", tag));
    again.hasStatus(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void theContractIsTheSameInBothFormsAndNamesItsServer() {
    var json = read("/api/v1/openapi.json").json();
    assertThat(json.path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(json.at("/servers/0/url").asText()).isEqualTo("/api/v1");
    json.path("paths")
        .fieldNames()
        .forEachRemaining(
            path -> assertThat(read("/api/v1/openapi.yaml").body()).contains("  " + path + ":"));
  }

  @Test
  void theMetricsTellOfRequestsAndComponents() {
    server.get("/api/v1/databases").hasStatus(200);
    assertThat(read("/metrics").body())
        .containsPattern(
            "http_server_requests_seconds_count\\{operation=\"listDatabases\",status=\"200\"} ")
        .contains("jvm_threads_live_threads", "process_uptime_seconds");
  }

  @Test
  void pathsThatNobodyMadeHaveNoMetricsOfTheirOwn() {
    server.get("/api/v1/made-up-by-a-caller").hasStatus(404);
    assertThat(read("/metrics").body()).doesNotContain("made-up");
  }

  private Answer read(String path) {
    return server.send(server.anonymous(path));
  }
}
