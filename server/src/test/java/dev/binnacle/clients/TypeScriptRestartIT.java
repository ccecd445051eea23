package dev.binnacle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.StepTrap;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Programs that wait with the TypeScript client while the only server is restarted. */
@Tag("api")
class TypeScriptRestartIT {

  private final TestPlatform platform = TestPlatform.shared();

  @Test
  void aSwitchoverIsFollowedOverACleanRestart() throws Exception {
    platform.patroni().awaitHealthy(Duration.ofSeconds(120));
    var leader = platform.patroni().leader().orElseThrow();
    var settings =
        platform.settings(
            platform.newDatabase(), platform.describe(platform.patroni().restUrls()), Map.of());
    var server = ServerProcess.start(settings);
    try (var program =
        TypeScriptProgram.start("switchover", server.baseUrl(), TestPlatform.DATABASE)) {
      program.awaitOutput("STEP_STARTED: Ask Patroni to switch over");
      server.terminate();
      server = ServerProcess.start(settings);

      program.succeeds();
      assertThat(program.output()).contains("\"writeOutage\"");
      assertThat(program.events()).isEqualTo(withoutGaps(program.events().size()));
    } finally {
      server.close();
    }
    assertThat(platform.patroni().leader().orElseThrow()).isNotEqualTo(leader);
  }

  @Test
  void aDrainIsFollowedOverTheDeathOfTheServer() throws Exception {
    try (var cluster = TestCluster.start(3, 6)) {
      var database = platform.newDatabase();
      var settings =
          platform.settings(
              database,
              platform.describeClusters(List.of(cluster.described(User.BINNACLE))),
              Map.of());
      var server = ServerProcess.start(settings);
      try (var program = drainUntilTheServerDies(server)) {
        server = ServerProcess.start(settings);

        program.succeeds();
        assertThat(program.output()).contains("RUNNER_CHANGED", "\"previouslySchedulable\":true");
        assertThat(program.events()).isEqualTo(withoutGaps(program.events().size()));
      } finally {
        server.close();
      }
      assertThat(cluster.isCordoned("worker-1")).isTrue();
    }
  }

  private static TypeScriptProgram drainUntilTheServerDies(ServerProcess server) throws Exception {
    var settings = server.settings();
    try (var trap =
        new StepTrap(
            settings.databaseUrl(),
            settings.databaseUser(),
            settings.databasePassword(),
            "evict-pods",
            "RUNNING")) {
      var program =
          TypeScriptProgram.start("drain", server.baseUrl(), TestCluster.NAME, "worker-1");
      trap.awaitCaught();
      program.awaitOutput("STEP_STARTED: Cordon the node");
      server.kill9();
      return program;
    }
  }

  private static List<Integer> withoutGaps(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }
}
