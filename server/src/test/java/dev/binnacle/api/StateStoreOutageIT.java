package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.StateStore;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without its state store the server says so, stays up, and goes on when the store is back. */
@Tag("api")
class StateStoreOutageIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String SWITCHOVER = "/databases/" + TestPlatform.DATABASE + "/switchover";

  private final TestPlatform platform = TestPlatform.shared();

  @Test
  void theOutageIsToldAndOver(@TempDir Path directory) throws Exception {
    // PostgreSQL's user has to pass through it.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    var store = StateStore.start(directory.resolve("store"), TestPlatform.PORTS);
    try (var server = serverOn(store)) {
      var admin = new Session(server, TestServer.TOKEN);
      admin.get("/operations").hasStatus(200);

      store.close();

      for (var path : List.of("/operations", "/api-tokens", "/audit-events")) {
        var told = admin.get(path).isProblem(503, "STATE_STORE_UNAVAILABLE");
        assertThat(told.header("Retry-After")).isPresent();
      }
      admin
          .post(SWITCHOVER, "{\"reason\":\"at a bad time\"}")
          .isProblem(503, "STATE_STORE_UNAVAILABLE");
      var ready = server.get("/health/ready").hasStatus(503).json();
      assertThat(ready.at("/status").asText()).isEqualTo("DOWN");
      assertThat(ready.path("checks").toString()).contains("state-store");
      server.get("/health/live").hasStatus(200);

      store = StateStore.start(directory.resolve("store"), TestPlatform.PORTS);

      Patience.until(
          "the server is ready again",
          DEADLINE,
          () -> server.get("/health/ready").status(),
          status -> status == 200);
      var accepted =
          admin
              .post(
                  SWITCHOVER,
                  "{\"reason\":\"later\",\"scheduledAt\":\"%s\"}"
                      .formatted(Instant.now().plusSeconds(3600)))
              .hasStatus(202);
      admin
          .post(
              "/operations/" + accepted.json().path("id").asText() + "/cancel",
              "{\"reason\":\"it works\"}")
          .hasStatus(202);
    } finally {
      store.close();
    }
  }

  private TestServer serverOn(StateStore store) {
    platform.patroni().awaitHealthy(DEADLINE);
    return new TestServer(
        ServerProcess.start(
            platform.settings(
                store.url(),
                platform.describe(platform.patroni().restUrls()),
                Map.of(
                    "BINNACLE_DB_USER", store.user(),
                    "BINNACLE_DB_PASSWORD", store.password()))));
  }
}
