package dev.binnacle.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Optional;

/** An answer of the server. */
public record Answer(HttpResponse<String> response) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The status. */
  public int status() {
    return response.statusCode();
  }

  /** A header's first value. */
  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /** The body as it came. */
  public String body() {
    return response.body();
  }

  /** The body as JSON. */
  public JsonNode json() {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException noJson) {
      throw new AssertionError("not JSON: " + status() + " " + response.body(), noJson);
    }
  }

  /** Asserts the status and gives back the answer. */
  public Answer hasStatus(int expected) {
    assertThat(status()).as(response.body()).isEqualTo(expected);
    return this;
  }

  /**
   * Asserts a complete problem of that status and code: media type, all members that every problem
   * has, the request id of the header, and nothing of the server's inside.
   */
  public Answer isProblem(int expectedStatus, String expectedCode) {
    hasStatus(expectedStatus);
    assertThat(header("Content-Type").orElse("")).startsWith("application/problem+json");
    var problem = json();
    assertThat(problem.path("code").asText()).as(response.body()).isEqualTo(expectedCode);
    assertThat(problem.path("status").asInt()).isEqualTo(expectedStatus);
    assertThat(problem.path("type").asText()).startsWith("/problems/");
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(problem.path("instance").asText()).isNotBlank();
    assertThat(problem.path("requestId").asText()).isEqualTo(header("X-Request-Id").orElse("?"));
    assertThat(response.body())
        .doesNotContain("Exception", "dev.binnacle", "jakarta.", "org.glassfish", "\tat ");
    return this;
  }
}
