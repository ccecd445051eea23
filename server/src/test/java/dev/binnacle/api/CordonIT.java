package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.client.api.NodesApi;
import dev.binnacle.client.model.CordonRequest;
import dev.binnacle.client.model.OperationState;
import dev.binnacle.client.model.Role;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cordon and uncordon as their callers see them, on a simulated cluster of two workers. */
@Tag("api")
class CordonIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String NODES = "/api/v1/clusters/" + TestCluster.NAME + "/nodes/";

  private static TestCluster cluster;
  private static TestServer server;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(3, 2);
    server = cluster.serve(User.BINNACLE);
    awaitHealthy();
  }

  @AfterAll
  static void end() {
    server.close();
    cluster.close();
  }

  @AfterEach
  void heal() {
    cluster.heal();
    awaitHealthy();
  }

  private static void awaitHealthy() {
    Patience.until(
        "the server sees a healthy cluster",
        DEADLINE,
        () -> server.get("/api/v1/clusters/" + TestCluster.NAME).json(),
        seen ->
            seen.path("apiServerReachable").asBoolean()
                && seen.at("/nodes/ready").asInt() == 5
                && seen.at("/nodes/schedulable").asInt() == 5);
  }

  private static String worker(int number) {
    return cluster.nodes("worker").get(number - 1);
  }

  private static String controlPlane(int number) {
    return cluster.nodes("").stream()
        .filter(name -> !cluster.nodes("worker").contains(name))
        .toList()
        .get(number - 1);
  }

  @Test
  void aDryRunShowsThePlanAndChangesNothing() throws Exception {
    var plan =
        new NodesApi(server.client())
            .planCordonNode(
                TestCluster.NAME, worker(1), new CordonRequest().reason("only looking"));

    assertThat(plan.getStartable()).isTrue();
    assertThat(plan.getSteps()).extracting("name").containsExactly("cordon");
    assertThat(plan.getGuards())
        .extracting("name")
        .contains("LAST_SCHEDULABLE_WORKER", "CONTROL_PLANE_QUORUM");
    assertThat(cluster.isCordoned(worker(1))).isFalse();
  }

  @Test
  void aNodeIsCordonedAndGivenBack() throws Exception {
    var nodes = new NodesApi(server.client());

    var cordon =
        nodes.cordonNode(
            TestCluster.NAME,
            worker(1),
            new CordonRequest().reason("disk errors"),
            UUID.randomUUID().toString(),
            "wait=30");

    assertThat(cordon.getState()).as("%s", cordon).isEqualTo(OperationState.SUCCEEDED);
    assertThat(cordon.getResult().getCordonResult().getChanged()).isTrue();
    assertThat(cluster.isCordoned(worker(1))).isTrue();
    var note = note(worker(1));
    assertThat(note.path("operationId").asText()).isEqualTo(cordon.getId().toString());
    assertThat(note.path("reason").asText()).isEqualTo("disk errors");
    var seen =
        Patience.until(
            "the list shows it",
            DEADLINE,
            () -> server.get(NODES + worker(1)).json(),
            node -> !node.path("schedulable").asBoolean());
    assertThat(seen.at("/cordonedBy/reason").asText()).isEqualTo("disk errors");

    var uncordon =
        nodes.uncordonNode(
            TestCluster.NAME,
            worker(1),
            new CordonRequest().reason("disk replaced"),
            UUID.randomUUID().toString(),
            "wait=30");

    assertThat(uncordon.getState()).as("%s", uncordon).isEqualTo(OperationState.SUCCEEDED);
    assertThat(uncordon.getResult().getUncordonResult().getChanged()).isTrue();
    assertThat(cluster.isCordoned(worker(1))).isFalse();
    assertThat(cluster.node(worker(1)).path("metadata").toString())
        .doesNotContain("binnacle.dev/cordoned-by");
  }

  private static JsonNode note(String node) throws Exception {
    return new ObjectMapper()
        .readTree(
            cluster
                .node(node)
                .path("metadata")
                .path("annotations")
                .path("binnacle.dev/cordoned-by")
                .asText());
  }

  @Test
  void whatIsSoAlreadyStaysAsItIs() {
    succeed("cordon", worker(1));
    var version = cluster.node(worker(1)).at("/metadata/resourceVersion").asText();
    var again = succeed("cordon", worker(1));

    assertThat(again.at("/result/changed").asBoolean()).isFalse();
    assertThat(cluster.isCordoned(worker(1))).isTrue();
    assertThat(cluster.node(worker(1)).at("/metadata/annotations").toString())
        .contains("binnacle.dev/cordoned-by");
    assertThat(version).isNotEmpty();

    assertThat(succeed("uncordon", worker(2)).at("/result/changed").asBoolean()).isFalse();
  }

  @Test
  void theLastWorkerStaysSchedulableUnlessAnAdminOverrides() {
    succeed("cordon", worker(1));

    var refused = start("cordon", worker(2), "{\"reason\":\"the last one\"}");

    refused.isProblem(409, "GUARD_BLOCKED");
    assertThat(refused.json().path("detail").asText()).contains("LAST_SCHEDULABLE_WORKER");
    assertThat(cluster.isCordoned(worker(2))).isFalse();
    var overridden =
        start(
            "cordon",
            worker(2),
            "{\"reason\":\"all of them\",\"overrideGuards\":[\"LAST_SCHEDULABLE_WORKER\"]}");
    assertThat(overridden.hasStatus(202).json().path("state").asText()).isEqualTo("SUCCEEDED");
    assertThat(cluster.isCordoned(worker(2))).isTrue();
  }

  @Test
  void aSecondNodeOfTheControlPlaneStaysInService() {
    succeed("cordon", controlPlane(1));

    var refused =
        start("cordon", controlPlane(2), "{\"reason\":\"the second\"}")
            .isProblem(409, "GUARD_BLOCKED");

    assertThat(refused.json().path("guards").toString())
        .contains("CONTROL_PLANE_QUORUM", controlPlane(1));
    assertThat(cluster.isCordoned(controlPlane(2))).isFalse();
  }

  @Test
  void theSameKeyCordonsOnce() {
    var body = "{\"reason\":\"disk errors\"}";
    var key = UUID.randomUUID().toString();
    var first = start("cordon", worker(1), body, key).hasStatus(202);

    var second = start("cordon", worker(1), body, key).hasStatus(202);

    assertThat(second.header("Idempotent-Replayed")).contains("true");
    assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
  }

  @Test
  void aViewerMayNot() {
    var refused =
        server.send(
            TestServer.json(
                server
                    .anonymous(NODES + worker(1) + "/cordon")
                    .header("Authorization", "Bearer " + server.token(Role.VIEWER)),
                "POST",
                "{\"reason\":\"not mine\"}"));

    refused.isProblem(403, "ROLE_MISSING");
    assertThat(cluster.isCordoned(worker(1))).isFalse();
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    start("cordon", "nobody", "{\"reason\":\"typing error\"}").isProblem(404, "RESOURCE_NOT_FOUND");
    server
        .post("/api/v1/clusters/nowhere/nodes/x/cordon", "{\"reason\":\"typing error\"}")
        .isProblem(404, "RESOURCE_NOT_FOUND");
  }

  @Test
  void aReasonIsNeeded() {
    start("cordon", worker(1), "{}").isProblem(400, "VALIDATION_FAILED");
    start("uncordon", worker(1), "{\"reason\":\"\"}").isProblem(400, "VALIDATION_FAILED");
    start("cordon", worker(1), "{\"reason\":\"typing error\",\"force\":true}")
        .isProblem(400, "VALIDATION_FAILED");
  }

  @Test
  void withoutTheApiServerNothingIsStarted() {
    cluster.simulator().faults().inject(new Fault.ApiServerDown());

    var refused = start("cordon", worker(1), "{\"reason\":\"disk errors\"}");

    refused.isProblem(503, "COMPONENT_UNAVAILABLE");
    assertThat(refused.json().at("/component/type").asText()).isEqualTo("KUBERNETES");
    assertThat(refused.json().at("/component/name").asText()).isEqualTo(TestCluster.NAME);
    assertThat(cluster.isCordoned(worker(1))).isFalse();
  }

  @Test
  void aMissingPermissionIsNamedBeforeAnythingHasBegun() {
    try (var powerless = cluster.serve(User.VIEWER)) {
      var refused =
          powerless
              .post(NODES + worker(1) + "/cordon", "{\"reason\":\"disk errors\"}")
              .isProblem(502, "COMPONENT_REFUSED");

      assertThat(refused.json().path("detail").asText()).contains("patch", "nodes");
      assertThat(cluster.isCordoned(worker(1))).isFalse();
      assertThat(powerless.get("/api/v1/operations").json().path("items")).isEmpty();
    }
  }

  private static JsonNode succeed(String verb, String node) {
    var operation = start(verb, node, "{\"reason\":\"for a test\"}").hasStatus(202).json();
    assertThat(operation.path("state").asText()).as("%s", operation).isEqualTo("SUCCEEDED");
    return operation;
  }

  private static Answer start(String verb, String node, String body) {
    return start(verb, node, body, UUID.randomUUID().toString());
  }

  private static Answer start(String verb, String node, String body, String key) {
    return server.send(
        TestServer.json(
            server
                .request(NODES + node + "/" + verb)
                .header("Prefer", "wait=30")
                .header("Idempotency-Key", key),
            "POST",
            body));
  }
}
