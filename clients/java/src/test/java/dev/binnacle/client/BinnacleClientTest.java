package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.client.model.DatabaseEngine;
import dev.binnacle.client.model.DrainRequest;
import dev.binnacle.client.model.HealthVerdict;
import dev.binnacle.client.model.OperationState;
import dev.binnacle.client.model.SwitchoverRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client against a listener that answers with the examples of the contract. */
class BinnacleClientTest {
  private static final UUID OPERATION = GivenOperation.ID;

  private final LocalServer server = LocalServer.start();
  private final BinnacleClient client = server.client();

  @AfterEach
  void stop() {
    server.close();
  }

  private void answer(String request, int status, String body) {
    server.on(request, LocalServer.json(status, body));
  }

  @Test
  void sendsFiltersAndTheToken() {
    var request =
        "GET /api/v1/databases?engine=POSTGRESQL&verdict=CRITICAL&verdict=DEGRADED&limit=10";
    answer(request, 200, LocalServer.example("listDatabases.200.json"));

    var page =
        client
            .databases()
            .listDatabases(
                List.of(DatabaseEngine.POSTGRESQL),
                List.of(HealthVerdict.CRITICAL, HealthVerdict.DEGRADED),
                null,
                10,
                null);

    assertThat(page.getItems()).extracting("name").startsWith("billing", "orders");
    assertThat(server.requests()).containsExactly(request);
    assertThat(server.received().get(0).header("Authorization")).isEqualTo("Bearer bnc_test");
  }

  @Test
  void plansASwitchoverAndStartsIt() {
    answer(
        "POST /api/v1/databases/orders/switchover?dryRun=true",
        200,
        LocalServer.example("switchoverDatabase.200.json"));
    answer(
        "POST /api/v1/databases/orders/switchover",
        202,
        LocalServer.example("switchoverDatabase.202.json"));
    var request = new SwitchoverRequest().reason("Kernel update");

    var plan = client.databases().planSwitchoverDatabase("orders", request);
    var operation = client.databases().switchoverDatabase("orders", request, "key-1", null);

    assertThat(plan.getSteps()).hasSize(5);
    assertThat(operation.getId()).isEqualTo(OPERATION);
    assertThat(OperationStates.isFinal(operation.getState())).isFalse();
  }

  @Test
  void plansADrainAndReadsWhatItWouldDoWithEveryPod() {
    var path = "POST /api/v1/clusters/prod-1/nodes/worker-3/drain?dryRun=true";
    answer(path, 200, LocalServer.example("drainNode.200.json"));
    var request = new DrainRequest().reason("Kernel update");

    var plan = client.nodes().planDrainNode("prod-1", "worker-3", request);

    assertThat(plan.getDetail().getDrainPlan().getPods())
        .isNotEmpty()
        .allMatch(pod -> !pod.getReason().isEmpty());
  }

  @Test
  void survivesThePlanOfALaterRelease() {
    answer(
        "POST /api/v1/clusters/prod-1/nodes/worker-3/drain?dryRun=true",
        200,
        LocalServer.example("drainNode.200.json")
            .replace("\"kind\": \"DRAIN_NODE\"", "\"kind\": \"EMPTY_NODE\""));

    var plan =
        client
            .nodes()
            .planDrainNode("prod-1", "worker-3", new DrainRequest().reason("Kernel update"));

    assertThat(plan.getSteps()).isNotEmpty();
    assertThat(plan.getDetail()).isNull();
  }

  @Test
  void survivesValuesOfALaterRelease() {
    var later =
        LocalServer.example("getOperation.200.json")
            .replace("\"kind\": \"SWITCHOVER\"", "\"kind\": \"OF_A_LATER_RELEASE\"")
            .replace("\"state\": \"SUCCEEDED\"", "\"state\": \"ARCHIVED\"");
    answer("GET /api/v1/operations/" + OPERATION, 200, later);

    var operation = client.operations().getOperation(OPERATION, null, null);

    assertThat(operation.getState()).isEqualTo(OperationState.UNKNOWN_DEFAULT_OPEN_API);
    assertThat(operation.getResult()).isNull();
    assertThat(OperationStates.isFinal(operation.getState())).isFalse();
  }
}
