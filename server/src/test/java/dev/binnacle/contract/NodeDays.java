package dev.binnacle.contract;

import static dev.binnacle.contract.Stage.Person.MARIA;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestServer;
import java.time.Duration;

/** The part of the story that plays on a Kubernetes cluster. */
final class NodeDays {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String CLUSTER = "/clusters/" + TestCluster.NAME;

  private final Stage stage;
  private final Recording recording;
  private final String node;

  NodeDays(Stage stage, Recording recording) {
    this.stage = stage;
    this.recording = recording;
    this.node = CLUSTER + "/nodes/" + workerWithBudgets(stage);
  }

  /** The scheduler decides where pods are: the story is about a node with something to tell. */
  private static String workerWithBudgets(Stage stage) {
    return Patience.until(
        "a worker runs pods that budgets protect",
        DEADLINE,
        () ->
            stage.cluster().nodes("worker").stream()
                .filter(name -> tells(stage.get(MARIA, CLUSTER + "/nodes/" + name + "/pods")))
                .findFirst()
                .orElse(""),
        name -> !name.isEmpty());
  }

  private static boolean tells(Answer pods) {
    var body = pods.json();
    return body.findValues("expectedPods").size() > 1
        && body.findValues("neverAllows").stream().noneMatch(JsonNode::asBoolean);
  }

  /** Maria cordons a node, sees who did it, and gives it back. */
  void cordon() {
    var request = "{\"reason\": \"Disk errors in the kernel log, INC-1187\"}";
    recording.request("cordonNode", request);
    recording.answer("cordonNode", 200, post("/cordon?dryRun=true", request));
    recording.answer("cordonNode", 202, post("/cordon", request));
    var seen =
        Patience.until(
            "the cordon is seen and the usage is measured",
            DEADLINE,
            () -> stage.get(MARIA, node),
            answer ->
                answer.json().has("cordonedBy") && answer.json().at("/usage").has("cpuMillis"));
    recording.answer("getNode", 200, seen);
    recording.answer(
        "listNodes", 200, stage.get(MARIA, CLUSTER + "/nodes?schedulable=false&limit=1"));
    recording.answer("listClusters", 200, stage.get(MARIA, "/clusters"));
    recording.answer("getCluster", 200, stage.get(MARIA, CLUSTER));
    recording.answer("listNodePods", 200, stage.get(MARIA, node + "/pods?limit=3"));
    var end = "{\"reason\": \"The disk was replaced, INC-1187\"}";
    recording.request("uncordonNode", end);
    recording.answer("uncordonNode", 200, post("/uncordon?dryRun=true", end));
    recording.answer("uncordonNode", 202, post("/uncordon", end));
  }

  /** Maria looks what a drain would do, and drains the node. */
  void drain() {
    var request =
        """
        {"reason": "Kernel update, CHG-2214", "deleteEmptyDirData": true,
         "deletePodsWithoutController": true, "overrideGuards": [], "requireApproval": false,
         "timeout": "PT30M"}
        """;
    recording.request("drainNode", request);
    recording.answer("drainNode", 200, post("/drain?dryRun=true", request));
    var accepted =
        recording.answer(
            "drainNode",
            202,
            stage
                .server()
                .send(TestServer.json(stage.request(MARIA, node + "/drain"), "POST", request)));
    Patience.until(
        "the drain has ended",
        DEADLINE,
        () -> stage.get(MARIA, path(accepted)).json().path("state").asText(),
        "SUCCEEDED"::equals);
    post("/uncordon", "{\"reason\": \"The node is back, CHG-2214\"}").hasStatus(202);
  }

  private Answer post(String verb, String body) {
    return stage
        .server()
        .send(
            TestServer.json(
                stage.request(MARIA, node + verb).header("Prefer", "wait=10"), "POST", body));
  }

  private static String path(Answer accepted) {
    return "/operations/" + accepted.json().path("id").asText();
  }
}
