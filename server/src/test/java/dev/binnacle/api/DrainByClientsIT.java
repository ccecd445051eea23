package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.client.BinnacleClient;
import dev.binnacle.client.model.DrainPlanOutcome;
import dev.binnacle.client.model.DrainRequest;
import dev.binnacle.client.model.OperationState;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestServer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A drain through both clients, as the programs that use them see it. */
@Tag("api")
class DrainByClientsIT {

  private static TestCluster cluster;
  private static TestServer server;

  private record Outcome(int status, String output) {}

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(3, 6);
    server = cluster.serve(User.BINNACLE);
  }

  @AfterAll
  static void stop() {
    server.close();
    cluster.close();
  }

  @AfterEach
  void heal() {
    cluster.heal();
  }

  @Test
  void javaPlansAndDrains() throws Exception {
    var client = BinnacleClient.of(server.process().baseUrl(), TestServer.TOKEN);
    var request = new DrainRequest().reason("Tried from Java");

    var plan = client.nodes().planDrainNode(TestCluster.NAME, "worker-2", request);
    assertThat(plan.getDetail().getDrainPlan().getPods())
        .anyMatch(pod -> pod.getOutcome() == DrainPlanOutcome.EVICT);

    var started =
        client
            .nodes()
            .drainNode(TestCluster.NAME, "worker-2", request, UUID.randomUUID().toString(), null);
    var ended = client.waitFor(started.getId(), Duration.ofMinutes(2));
    assertThat(ended.getState()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(ended.getResult().getDrainResult().getEvicted()).isPositive();
    assertThat(cluster.isCordoned("worker-2")).isTrue();
  }

  @Test
  void typeScriptPlansAndDrains() throws Exception {
    var outcome = run("worker-1");
    assertThat(outcome.output())
        .contains("EVICT shop/", "SUCCEEDED {", "\"previouslySchedulable\":true");
    assertThat(outcome.status()).isZero();
    assertThat(cluster.isCordoned("worker-1")).isTrue();
  }

  @Test
  void typeScriptTellsExactlyWhatStandsInTheWay() throws Exception {
    var outcome = run("worker-3");
    assertThat(outcome.output())
        .contains("CAN_NEVER_SUCCEED shop/billing-", "GUARD_BLOCKED", "BUDGETS_CAN_ALLOW: One pod");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(cluster.isCordoned("worker-3")).isFalse();
  }

  private static Outcome run(String node) throws Exception {
    var example =
        new ProcessBuilder(
                "node",
                "target/examples/drain.js",
                server.process().baseUrl().toString(),
                TestCluster.NAME,
                node,
                "tried from TypeScript")
            .directory(new File("../clients/typescript"))
            .redirectErrorStream(true);
    example.environment().put("BINNACLE_TOKEN", TestServer.TOKEN);
    var process = example.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }
}
