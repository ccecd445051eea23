package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testing.Answer;
import dev.binnacle.testing.TestServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer bears an id, inside the API and outside; a caller's own one if it does no harm. */
@Tag("api")
class RequestIdsIT {

  private static final String HEADER = "X-Request-Id";
  private static final String OURS = "[A-Za-z0-9_-]{16}";

  private final TestServer server = TestServer.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/caller", "/api/v1/nothing", "/nothing", "/health/live", "/docs/", "/"})
  void isMadeWhenTheCallerGivesNone(String path) {
    var first = id(server.get(path));
    assertThat(first).matches(OURS);
    assertThat(id(server.get(path))).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/caller", "/api/v1/nothing", "/nothing", "/health/live"})
  void isTheCallersOwn(String path) {
    var given = "change-2214.step_3";
    assertThat(id(server.send(server.request(path).header(HEADER, given)))).isEqualTo(given);
  }

  @ParameterizedTest
  @MethodSource
  void isNotTheCallersWhenItCouldDoHarm(String hostile) {
    var answer = server.send(server.request("/api/v1/nothing").header(HEADER, hostile));
    assertThat(id(answer)).matches(OURS);
    assertThat(answer.body()).doesNotContain(hostile);
  }

  static Stream<String> isNotTheCallersWhenItCouldDoHarm() {
    return Stream.of(
        "<script>alert(1)</script>",
        "\"quoted\"",
        "two words",
        "${jndi:ldap://127.0.0.1/x}",
        "%0d%0aSet-Cookie:x=1",
        "x".repeat(129));
  }

  private static String id(Answer answer) {
    return answer.header(HEADER).orElseThrow();
  }
}
