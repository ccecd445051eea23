package dev.binnacle.nodes.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.sandbox.kubernetes.PodSelection;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestServer;
import dev.binnacle.testing.TestWorkloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Drains on a whole cluster, as their callers see them. */
@Tag("api")
class DrainIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String NAMESPACE = "drain-test";
  private static final String NODE = "worker-4";
  private static final String ALL_ACKNOWLEDGED =
      "\"deleteEmptyDirData\":true,\"deletePodsWithoutController\":true";

  private static TestCluster cluster;
  private static TestWorkloads workloads;
  private static TestServer server;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(3, 6);
    workloads = new TestWorkloads(cluster);
    server = cluster.serve(User.BINNACLE);
  }

  @AfterAll
  static void stop() {
    server.close();
    cluster.close();
  }

  @AfterEach
  void giveEverythingBack() {
    cluster.heal();
    workloads.clear(NAMESPACE);
  }

  private static Answer drain(String node, String more) {
    return drain(server, node, more);
  }

  private static Answer drain(TestServer server, String node, String more) {
    return server.post(
        "/api/v1/clusters/" + TestCluster.NAME + "/nodes/" + node + "/drain",
        "{\"reason\":\"a test of drains\"" + (more.isEmpty() ? "" : "," + more) + "}");
  }

  private static Answer plan(String node, String more) {
    return server.post(
        "/api/v1/clusters/" + TestCluster.NAME + "/nodes/" + node + "/drain?dryRun=true",
        "{\"reason\":\"a look\"" + (more.isEmpty() ? "" : "," + more) + "}");
  }

  /** A drain that a budget holds up. */
  private static Answer startHeldDrain() {
    workloads.deploy(NAMESPACE, "slow", 2, NODE);
    workloads.protect(NAMESPACE, "slow", 1);
    var operation = drain(NODE, ALL_ACKNOWLEDGED).hasStatus(202);
    awaitProgress(operation, "held: drain-test/slow");
    return operation;
  }

  private static String path(Answer operation) {
    return "/api/v1/operations/" + operation.json().path("id").asText();
  }

  private static JsonNode read(Answer operation) {
    return server.get(path(operation)).hasStatus(200).json();
  }

  private static JsonNode ended(Answer operation) {
    return Patience.until(
        "the drain is final", DEADLINE, () -> read(operation), seen -> seen.has("finishedAt"));
  }

  private static JsonNode succeeded(Answer operation) {
    var ended = ended(operation.hasStatus(202));
    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("SUCCEEDED");
    return ended;
  }

  private static void decide(Answer operation, String verb) {
    server.post(path(operation) + "/" + verb, "{\"reason\":\"a test\"}").hasStatus(202);
  }

  private static void awaitProgress(Answer operation, String words) {
    Patience.until(
        "progress that says " + words,
        DEADLINE,
        () -> server.get(path(operation) + "/events?limit=500").json().path("items").toString(),
        events -> events.contains(words));
  }

  private static List<JsonNode> pods(JsonNode list) {
    var pods = new ArrayList<JsonNode>();
    list.forEach(pods::add);
    return pods;
  }

  private static JsonNode guard(JsonNode document, String name) {
    for (var guard : document.path("guards")) {
      if (guard.path("name").asText().equals(name)) {
        return guard;
      }
    }
    throw new AssertionError("no guard " + name + " in " + document.toPrettyString());
  }

  @Test
  void aDryRunTellsWhatWouldHappenToEveryPodAndTouchesNone() {
    workloads.deploy(NAMESPACE, "web", 2, NODE);
    var before = workloads.pods().map(pod -> pod.at("/metadata/uid").asText()).toList();
    var version = cluster.node(NODE).at("/spec").toString();

    var plan = plan(NODE, ALL_ACKNOWLEDGED).hasStatus(200).json();

    assertThat(plan.path("startable").asBoolean()).as(plan.toPrettyString()).isTrue();
    var detail = plan.path("detail");
    assertThat(detail.path("kind").asText()).isEqualTo("DRAIN_NODE");
    assertThat(pods(detail.path("pods")))
        .as("every pod of the node has its place")
        .extracting(pod -> pod.path("uid").asText())
        .containsExactlyInAnyOrderElementsOf(
            workloads
                .pods()
                .filter(pod -> pod.at("/spec/nodeName").asText().equals(NODE))
                .map(pod -> pod.at("/metadata/uid").asText())
                .toList());
    assertThat(pods(detail.path("pods")))
        .extracting(pod -> pod.path("outcome").asText())
        .contains("EVICT", "SKIP_DAEMON_SET", "SKIP_MIRROR");
    assertThat(workloads.pods().map(pod -> pod.at("/metadata/uid").asText()).toList())
        .containsExactlyInAnyOrderElementsOf(before);
    assertThat(workloads.pods().noneMatch(pod -> pod.path("metadata").has("deletionTimestamp")))
        .isTrue();
    assertThat(cluster.node(NODE).at("/spec").toString()).isEqualTo(version);
  }

  @Test
  void aDrainEmptiesTheNodeAndTellsWhatBecameOfEveryPod() {
    workloads.deploy(NAMESPACE, "web", 3, NODE);
    var toGo = workloads.ordinaryPodsOn(NODE);

    var ended = succeeded(drain(NODE, ALL_ACKNOWLEDGED));

    assertThat(workloads.ordinaryPodsOn(NODE)).isEmpty();
    assertThat(cluster.isCordoned(NODE)).isTrue();
    assertThat(cluster.annotation(NODE, "binnacle.dev/cordoned-by").orElseThrow())
        .contains(ended.path("id").asText());
    for (var pod : toGo) {
      var uid = pod.at("/metadata/uid").asText();
      assertThat(workloads.evictions(uid)).as(pod.at("/metadata/name").asText()).isEqualTo(1);
      assertThat(pods(ended.at("/result/pods")))
          .filteredOn(told -> told.path("uid").asText().equals(uid))
          .singleElement()
          .satisfies(told -> {
            assertThat(told.path("outcome").asText()).isEqualTo("EVICTED");
            assertThat(told.has("evictedAt")).isTrue();
            assertThat(told.has("goneAt")).isTrue();
          });
    }
    assertThat(ended.at("/result/evicted").asInt()).isEqualTo(toGo.size());
    assertThat(ended.at("/result/previouslySchedulable").asBoolean()).isTrue();
    assertThat(pods(ended.at("/result/pods")))
        .extracting(pod -> pod.path("outcome").asText())
        .contains("SKIPPED_DAEMON_SET", "SKIPPED_MIRROR");
  }

  @Test
  void whatWouldBeLostHasToBeAcknowledged() {
    workloads.runAlone(NAMESPACE, "debug", NODE);

    var refused = drain(NODE, "").isProblem(409, "GUARD_BLOCKED").json();

    var guard = guard(refused, "PODS_ACKNOWLEDGED");
    assertThat(guard.path("outcome").asText()).isEqualTo("BLOCK");
    assertThat(guard.path("message").asText())
        .contains("deleteEmptyDirData")
        .contains("deletePodsWithoutController");
    assertThat(guard.path("evidence").toString()).contains("drain-test/debug");
    assertThat(cluster.isCordoned(NODE)).isFalse();
    assertThat(pods(plan(NODE, "").hasStatus(200).json().at("/detail/pods")))
        .filteredOn(pod -> pod.path("name").asText().equals("debug"))
        .singleElement()
        .satisfies(pod -> assertThat(pod.path("acknowledgements")).hasSize(2));
  }

  @Test
  void aBudgetThatCanNeverAllowItIsToldBeforeAnythingIsDone() {
    workloads.deploy(NAMESPACE, "lonely", 1, NODE);
    workloads.protect(NAMESPACE, "lonely", 1);

    var refused = drain(NODE, ALL_ACKNOWLEDGED).isProblem(409, "GUARD_BLOCKED").json();

    assertThat(guard(refused, "BUDGETS_CAN_ALLOW").path("evidence").toString())
        .contains("drain-test/lonely")
        .contains("even with every pod healthy");
    assertThat(cluster.isCordoned(NODE)).isFalse();

    var plan = plan(NODE, ALL_ACKNOWLEDGED).hasStatus(200).json();
    assertThat(plan.path("startable").asBoolean()).isFalse();
    assertThat(pods(plan.at("/detail/pods")))
        .filteredOn(pod -> pod.path("name").asText().startsWith("lonely"))
        .singleElement()
        .satisfies(pod -> {
          assertThat(pod.path("outcome").asText()).isEqualTo("CAN_NEVER_SUCCEED");
          assertThat(pod.at("/budgets/0/neverAllows").asBoolean()).isTrue();
        });
  }

  @Test
  void anOverriddenDrainDoesTheRestAndThenNamesWhatCannotGo() {
    workloads.deploy(NAMESPACE, "web", 2, NODE);
    workloads.deploy(NAMESPACE, "lonely", 1, NODE);
    workloads.protect(NAMESPACE, "lonely", 1);

    var ended =
        ended(
            drain(NODE, ALL_ACKNOWLEDGED + ",\"overrideGuards\":[\"BUDGETS_CAN_ALLOW\"]")
                .hasStatus(202));

    assertThat(ended.path("state").asText()).isEqualTo("FAILED");
    assertThat(ended.at("/error/code").asText()).isEqualTo("PODS_NOT_EVICTABLE");
    assertThat(ended.at("/error/detail").asText()).contains("drain-test/lonely");
    assertThat(workloads.ordinaryPodsOn(NODE))
        .extracting(pod -> pod.at("/metadata/labels/app").asText())
        .containsOnly("lonely");
    assertThat(cluster.isCordoned(NODE)).isTrue();
  }

  @Test
  void aPodThatABudgetHoldsIsNamedAndGoesWhenTheBudgetAllowsIt() {
    var operation = startHeldDrain();

    awaitProgress(operation, "The budget drain-test/slow needs 1 healthy pod and has 1");
    assertThat(read(operation).path("state").asText()).isEqualTo("RUNNING");
    workloads.relax(NAMESPACE, "slow", 0);

    var ended = succeeded(operation);
    assertThat(pods(ended.at("/result/pods")))
        .filteredOn(pod -> pod.path("attempts").asInt() > 1)
        .isNotEmpty()
        .allSatisfy(pod -> assertThat(pod.path("heldBy").asText()).contains("drain-test/slow"));
  }

  @Test
  void aCancelInTheMiddleGivesTheNodeBack() {
    var operation = startHeldDrain();

    decide(operation, "cancel");

    var ended = ended(operation);
    assertThat(ended.path("state").asText()).isEqualTo("CANCELLED");
    assertThat(cluster.isCordoned(NODE)).isFalse();
    assertThat(cluster.annotation(NODE, "binnacle.dev/cordoned-by")).isEmpty();
  }

  @Test
  void aCancelLeavesACordonThatWasThereBefore() {
    cluster.cordon(NODE, true);
    workloads.runAlone(NAMESPACE, "stays", NODE);
    cluster
        .simulator()
        .faults()
        .inject(
            new Fault.SlowTermination(
                PodSelection.pod(NAMESPACE, "stays"), Duration.ofSeconds(20)));
    var operation = drain(NODE, ALL_ACKNOWLEDGED).hasStatus(202);
    awaitProgress(operation, "ending");

    decide(operation, "cancel");

    assertThat(ended(operation).path("state").asText()).isEqualTo("CANCELLED");
    assertThat(cluster.isCordoned(NODE)).isTrue();
  }

  @Test
  void aPausedDrainStaysCordonedAndGoesOnWhenResumed() {
    var operation = startHeldDrain();

    decide(operation, "pause");
    Patience.until(
        "it is paused",
        DEADLINE,
        () -> read(operation).path("state").asText(),
        state -> state.equals("PAUSED"));
    assertThat(cluster.isCordoned(NODE)).isTrue();
    workloads.relax(NAMESPACE, "slow", 0);

    decide(operation, "resume");
    succeeded(operation);
  }

  @Test
  void twoDrainsOfOneNodeAreOneTooMany() {
    var operation = startHeldDrain();

    drain(NODE, ALL_ACKNOWLEDGED).isProblem(409, "OPERATION_ALREADY_ACTIVE");
    server
        .post(
            "/api/v1/clusters/" + TestCluster.NAME + "/nodes/" + NODE + "/uncordon",
            "{\"reason\":\"in between\"}")
        .isProblem(409, "OPERATION_ALREADY_ACTIVE");

    decide(operation, "cancel");
    ended(operation);
  }

  @Test
  void theLastSchedulableWorkerStays() {
    Stream.of("worker-1", "worker-2", "worker-3", "worker-5", "worker-6")
        .forEach(node -> cluster.cordon(node, true));

    var refused = drain(NODE, ALL_ACKNOWLEDGED).isProblem(409, "GUARD_BLOCKED").json();

    assertThat(guard(refused, "LAST_SCHEDULABLE_WORKER").path("outcome").asText())
        .isEqualTo("BLOCK");
    assertThat(cluster.isCordoned(NODE)).isFalse();
  }

  @Test
  void aSecondNodeOfTheControlPlaneStays() {
    cluster.cordon("cp-1", true);

    var refused = drain("cp-2", ALL_ACKNOWLEDGED).isProblem(409, "GUARD_BLOCKED").json();

    assertThat(guard(refused, "CONTROL_PLANE_QUORUM").path("outcome").asText()).isEqualTo("BLOCK");
    assertThat(cluster.isCordoned("cp-2")).isFalse();
  }

  @Test
  void aMissingPermissionIsNamedAndNothingIsChanged() {
    workloads.deploy(NAMESPACE, "web", 1, NODE);
    try (var own = cluster.serve(User.VIEWER)) {
      var refused = drain(own, NODE, ALL_ACKNOWLEDGED).isProblem(502, "COMPONENT_REFUSED").json();
      assertThat(refused.toString()).contains("patch").contains("nodes");
      assertThat(refused.path("remedy").asText()).contains("patch").contains("nodes");
      assertThat(cluster.isCordoned(NODE)).isFalse();

      cluster.cordon(NODE, true);
      var second = drain(own, NODE, ALL_ACKNOWLEDGED).isProblem(502, "COMPONENT_REFUSED").json();
      assertThat(second.path("detail").asText()).contains("create").contains("pods/eviction");
      assertThat(second.path("remedy").asText()).contains("pods/eviction");
    }
  }

  @Test
  void anApiServerThatGoesAwayMeanwhileIsWaitedFor() {
    var operation = startHeldDrain();

    cluster.simulator().faults().inject(new Fault.ApiServerDown());
    awaitProgress(operation, "The API server does not answer");
    cluster.simulator().faults().repairAll();
    workloads.relax(NAMESPACE, "slow", 0);

    succeeded(operation);
  }

  @Test
  void whatDoesNotEndInTimeIsNamedAndARetryFinishesIt() {
    workloads.deploy(NAMESPACE, "stuck", 1, NODE);
    cluster
        .simulator()
        .faults()
        .inject(new Fault.StuckTermination(PodSelection.labelled(NAMESPACE, "app=stuck")));
    var operation = drain(NODE, ALL_ACKNOWLEDGED + ",\"timeout\":\"PT10S\"").hasStatus(202);

    var late = ended(operation);
    assertThat(late.path("state").asText()).isEqualTo("TIMED_OUT");
    assertThat(late.at("/error/detail").asText()).contains("drain-test/stuck").contains("ending");
    assertThat(cluster.isCordoned(NODE)).isTrue();

    cluster.simulator().faults().repairAll();
    decide(operation, "retry");
    var ended =
        Patience.until(
            "the retry is over",
            DEADLINE,
            () -> read(operation),
            seen -> seen.path("state").asText().equals("SUCCEEDED"));
    assertThat(
            pods(ended.at("/result/pods")).stream()
                .filter(pod -> pod.path("name").asText().startsWith("stuck"))
                .filter(pod -> pod.path("outcome").asText().equals("EVICTED"))
                .toList())
        .as("the eviction that was accepted before counts, once")
        .hasSize(1)
        .allSatisfy(pod -> assertThat(workloads.evictions(pod.path("uid").asText())).isEqualTo(1));
  }

  @Test
  void aNodeThatSomebodyUncordonsMeanwhileIsLetBe() {
    var operation = startHeldDrain();

    cluster.cordon(NODE, false);

    var ended = ended(operation);
    assertThat(ended.path("state").asText()).isEqualTo("FAILED");
    assertThat(ended.at("/error/code").asText()).isEqualTo("PLATFORM_CHANGED");
  }

  @Test
  void onlyTheSelectedPodsGo() {
    workloads.deploy(NAMESPACE, "web", 1, NODE);
    workloads.deploy(NAMESPACE, "api", 1, NODE);
    var stays =
        workloads.pods(NAMESPACE, "api").findFirst().orElseThrow().at("/metadata/uid").asText();

    succeeded(drain(NODE, ALL_ACKNOWLEDGED + ",\"podSelector\":\"app=web\""));

    assertThat(workloads.evictions(stays)).isZero();
    assertThat(workloads.ordinaryPodsOn(NODE))
        .extracting(pod -> pod.at("/metadata/labels/app").asText())
        .contains("api")
        .doesNotContain("web");
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    drain("worker-99", "").isProblem(404, "RESOURCE_NOT_FOUND");
    server
        .post("/api/v1/clusters/nowhere/nodes/worker-1/drain", "{\"reason\":\"a test\"}")
        .isProblem(404, "RESOURCE_NOT_FOUND");
  }

  @Test
  void impossibleOptionsAreRefused() {
    drain(NODE, "\"gracePeriod\":\"-PT5S\"").isProblem(422, "INVALID_OPTIONS");
    drain(NODE, "\"gracePeriod\":\"PT10M\",\"timeout\":\"PT5M\"").isProblem(422, "INVALID_OPTIONS");
    assertThat(cluster.isCordoned(NODE)).isFalse();
  }
}
