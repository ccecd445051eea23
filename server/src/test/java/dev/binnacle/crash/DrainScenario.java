package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.StepTrap;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import dev.binnacle.testing.TestWorkloads;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One drain with a server that is going to suffer (the victim) and one that lives on (the
 * successor), on a state store database of their own.
 */
final class DrainScenario implements AutoCloseable {

  static final String NAMESPACE = "crash-test";
  private static final String NODE = "worker-4";
  private static final int PODS = 4;

  private final TestPlatform platform = TestPlatform.shared();
  private final TestCluster cluster;
  private final TestWorkloads workloads;
  private final String database;
  private final Path description;
  private final TestServer victim;
  private final List<String> toGo;
  private TestServer successor;
  private OperationUnderTest operation;

  DrainScenario(TestCluster cluster) {
    this.cluster = cluster;
    workloads = new TestWorkloads(cluster);
    cluster.cordon(NODE, false);
    workloads.clear(NAMESPACE);
    workloads.deploy(NAMESPACE, "web", PODS, NODE);
    toGo =
        workloads.ordinaryPodsOn(NODE).stream()
            .map(pod -> pod.at("/metadata/uid").asText())
            .toList();
    database = platform.newDatabase();
    description = platform.describeClusters(List.of(cluster.described(User.BINNACLE)));
    victim = start();
  }

  private TestServer start() {
    return new TestServer(ServerProcess.start(platform.settings(database, description, Map.of())));
  }

  ServerProcess victim() {
    return victim.process();
  }

  void startSuccessor() {
    successor = start();
  }

  StepTrap trap(String step, Moment moment) throws SQLException {
    return new StepTrap(
        database,
        platform.store().user(),
        platform.store().password(),
        step,
        moment == Moment.AFTER ? "SUCCEEDED" : "RUNNING");
  }

  void begin() {
    var accepted =
        victim
            .post(
                "/api/v1/clusters/" + TestCluster.NAME + "/nodes/" + NODE + "/drain",
                """
                {"reason":"crash test","deleteEmptyDirData":true,"deletePodsWithoutController":true}
                """)
            .hasStatus(202);
    operation =
        new OperationUnderTest(
            UUID.fromString(accepted.json().path("id").asText()),
            () -> successor == null ? victim : successor);
  }

  OperationUnderTest operation() {
    return operation;
  }

  /** Cancels through the server that is alive. */
  void cancel() {
    successor
        .post("/api/v1/operations/" + operation.id() + "/cancel", "{\"reason\":\"crash test\"}")
        .hasStatus(202);
  }

  /** Whether the node is cordoned. */
  boolean isCordoned() {
    return cluster.isCordoned(NODE);
  }

  /** Waits for the end and checks that every pod was evicted exactly once. */
  JsonNode endsWell() {
    var ended = operation.succeeded();
    for (var uid : toGo) {
      assertThat(workloads.evictions(uid))
          .as("accepted evictions of one pod, counted at the API server")
          .isEqualTo(1);
    }
    assertThat(workloads.ordinaryPodsOn(NODE)).isEmpty();
    assertThat(isCordoned()).isTrue();
    assertThat(ended.at("/result/evicted").asInt()).isEqualTo(toGo.size());
    assertThat(ended.at("/result/previouslySchedulable").asBoolean())
        .as("a server that died over the cordon is not mistaken for somebody else")
        .isTrue();
    return ended;
  }

  @Override
  public void close() {
    victim.process().kill9();
    victim.close();
    if (successor != null) {
      successor.close();
    }
    cluster.simulator().faults().repairAll();
  }
}
