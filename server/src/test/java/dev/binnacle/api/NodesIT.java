package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.client.api.ClustersApi;
import dev.binnacle.client.api.NodesApi;
import dev.binnacle.client.model.HealthVerdict;
import dev.binnacle.client.model.Node;
import dev.binnacle.client.model.NodeSort;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters and nodes as their callers see them, on a simulated cluster. */
@Tag("api")
class NodesIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String CLUSTER = "/api/v1/clusters/" + TestCluster.NAME;
  private static final String NODES = CLUSTER + "/nodes";

  private static TestCluster cluster;
  private static TestServer server;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(3, 6);
    server = cluster.serve(User.BINNACLE);
    Patience.until(
        "all nodes are ready",
        DEADLINE,
        () -> server.get(NODES + "?ready=true").json().path("items").size(),
        ready -> ready == 9);
  }

  @AfterAll
  static void end() {
    server.close();
    cluster.close();
  }

  @AfterEach
  void heal() {
    cluster.heal();
    Patience.until(
        "the server sees a healthy cluster",
        DEADLINE,
        () -> server.get(CLUSTER).json(),
        seen ->
            seen.path("apiServerReachable").asBoolean()
                && seen.at("/freshness/live").asBoolean()
                && seen.at("/nodes/ready").asInt() == 9
                && seen.at("/nodes/schedulable").asInt() == 9);
  }

  @Test
  void aClusterTellsItsVersionAndCountsItsNodes() throws Exception {
    var seen = new ClustersApi(server.client()).getCluster(TestCluster.NAME);

    assertThat(seen.getHealth().getVerdict()).as("%s", seen).isEqualTo(HealthVerdict.HEALTHY);
    assertThat(seen.getKubernetesVersion()).startsWith("v1.");
    assertThat(seen.getNodes().getTotal()).isEqualTo(9);
    assertThat(seen.getFreshness().getLive()).isTrue();
    assertThat(server.get("/api/v1/clusters?verdict=HEALTHY").json().path("items")).hasSize(1);
    assertThat(server.get("/api/v1/clusters?verdict=CRITICAL").json().path("items")).isEmpty();
    assertThat(server.get("/api/v1/clusters?site=elsewhere").json().path("items")).isEmpty();
  }

  @Test
  void aNodeTellsWhatItIs() throws Exception {
    var name = cluster.nodes("worker").getFirst();

    var node = new NodesApi(server.client()).getNode(TestCluster.NAME, name, null);

    assertThat(node.getUid()).isEqualTo(cluster.node(name).at("/metadata/uid").asText());
    assertThat(node.getRoles()).containsExactly("worker");
    assertThat(node.getHealth().getVerdict()).isEqualTo(HealthVerdict.HEALTHY);
    assertThat(node.getVersions().getKubelet()).startsWith("v1.");
    assertThat(node.getAllocatable().getPods()).isPositive();
    assertThat(node.getSchedulable()).isTrue();
    assertThat(node.getCordonedBy()).isNull();
    assertThat(node.getLabels()).containsEntry("kubernetes.io/hostname", name);
    assertThat(Duration.parse(node.getAge())).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void aVotingEtcdIsShownAndNoAlarm() throws Exception {
    var page =
        new NodesApi(server.client())
            .listNodes(TestCluster.NAME, List.of("etcd"), null, null, null, null, null, null, null);

    assertThat(page.getItems())
        .hasSize(3)
        .allMatch(node -> node.getHealth().getVerdict() == HealthVerdict.HEALTHY)
        .allMatch(node ->
            node.getComponents().stream()
                .anyMatch(component -> component.getRole().toString().equals("ETCD_VOTER")));
  }

  @Test
  void requestedIsTheSumOfThePodsThatHoldSomething() {
    for (var name : cluster.nodes("")) {
      var pods = server.get(NODES + "/" + name + "/pods?limit=500").hasStatus(200).json();
      var holding =
          items(pods).stream()
              .filter(pod -> !List.of("SUCCEEDED", "FAILED").contains(pod.path("phase").asText()))
              .toList();
      var requested = server.get(NODES + "/" + name).json().path("requested");

      assertThat(requested.path("available").asBoolean()).isTrue();
      assertThat(requested.path("pods").asInt()).isEqualTo(holding.size());
      assertThat(requested.path("cpuMillis").asLong())
          .isEqualTo(holding.stream().mapToLong(pod -> pod.path("cpuMillis").asLong()).sum());
    }
  }

  @Test
  void usageIsToldOrSaidToBeMissing() {
    var path = NODES + "/" + cluster.nodes("worker").getFirst();
    Patience.until(
        "usage is measured",
        DEADLINE,
        () -> server.get(path).json().path("usage"),
        usage -> usage.path("available").asBoolean() && usage.path("memoryBytes").asLong() > 0);

    cluster.simulator().faults().inject(new Fault.MetricsUnavailable());

    Patience.until(
        "usage is said to be missing",
        DEADLINE,
        () -> server.get(path).hasStatus(200).json().path("usage"),
        usage ->
            !usage.path("available").asBoolean()
                && !usage.path("unavailableReason").asText().isEmpty()
                && !usage.has("memoryBytes"));
  }

  @Test
  void podsTellWhoMadeThemAndWhatProtectsThem() {
    var pods =
        cluster.nodes("").stream()
            .flatMap(
                name -> items(server.get(NODES + "/" + name + "/pods?limit=500").json()).stream())
            .toList();

    assertThat(pods).anyMatch(pod -> pod.path("daemonSet").asBoolean());
    assertThat(pods).anyMatch(pod -> pod.path("mirror").asBoolean());
    assertThat(pods).anyMatch(pod -> !pod.path("budgets").isEmpty());
    assertThat(pods).anyMatch(pod -> pod.at("/controller/kind").asText().equals("StatefulSet"));
  }

  @ParameterizedTest
  @EnumSource(
      value = NodeSort.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "UNKNOWN_DEFAULT_OPEN_API")
  void pagesOfEveryOrderHaveEveryNodeOnce(NodeSort sort) throws Exception {
    var names = new ArrayList<String>();
    String cursor = null;
    do {
      var page =
          new NodesApi(server.client())
              .listNodes(TestCluster.NAME, null, null, null, null, null, sort, 2, cursor);
      page.getItems().stream().map(Node::getName).forEach(names::add);
      cursor = page.getNextCursor();
    } while (cursor != null);

    assertThat(names).containsExactlyInAnyOrderElementsOf(cluster.nodes(""));
  }

  @Test
  void filters() {
    assertThat(names("?role=worker")).isEqualTo(cluster.nodes("worker"));
    assertThat(names("?role=control-plane")).hasSize(3);
    assertThat(names("?role=control-plane&role=worker")).hasSize(9);
    assertThat(names("?schedulable=false")).isEmpty();
    assertThat(names("?verdict=CRITICAL")).isEmpty();
    var one = cluster.nodes("worker").getFirst();
    assertThat(names("?labelSelector=kubernetes.io/hostname%3D" + one)).containsExactly(one);
    assertThat(names("?labelSelector=kubernetes.io/hostname+notin+(" + one + ")"))
        .hasSize(8)
        .doesNotContain(one);
  }

  @Test
  void aMalformedSelectorIsRefusedWithItsPosition() {
    var refused =
        server.get(NODES + "?labelSelector=a%3Db,,c").isProblem(400, "INVALID_PARAMETER").json();

    assertThat(refused.at("/errors/0/parameter").asText()).isEqualTo("labelSelector");
    assertThat(refused.at("/errors/0/message").asText()).contains("character 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?limit=0", "?limit=501", "?cursor=nonsense", "?sort=colour"})
  void otherNonsenseIsRefused(String query) {
    assertThat(server.get(NODES + query).status()).isEqualTo(400);
  }

  @Test
  void aCursorBelongsToItsOrder() {
    var cursor = server.get(NODES + "?limit=1&sort=name").json().path("nextCursor").asText();
    server.get(NODES + "?limit=1&sort=-name&cursor=" + cursor).isProblem(400, "INVALID_CURSOR");
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    server.get("/api/v1/clusters/nowhere").isProblem(404, "RESOURCE_NOT_FOUND");
    server.get("/api/v1/clusters/nowhere/nodes").isProblem(404, "RESOURCE_NOT_FOUND");
    server.get(NODES + "/nobody").isProblem(404, "RESOURCE_NOT_FOUND");
    server.get(NODES + "/nobody/pods").isProblem(404, "RESOURCE_NOT_FOUND");
  }

  @Test
  void anUnchangedNodeIsNotSentTwice() {
    // Usage and heartbeats change by themselves: the node is asked until they held still.
    var path = NODES + "/" + cluster.nodes("worker").getFirst();
    Patience.until(
        "it is not sent again",
        DEADLINE,
        () -> {
          var tag = server.get(path).header("ETag").orElseThrow();
          return server.send(server.request(path).header("If-None-Match", tag));
        },
        answer -> answer.status() == 304 && answer.body().isEmpty());
  }

  @Test
  void aDeadNodeIsCritical() {
    var victim = cluster.nodes("worker").getLast();

    cluster.simulator().faults().inject(new Fault.NodeDead(victim));

    var seen =
        Patience.until(
            "it is seen to be dead",
            DEADLINE,
            () -> server.get(NODES + "/" + victim).json(),
            node -> !node.at("/ready/status").asText().equals("READY"));
    assertThat(seen.at("/health/verdict").asText()).isEqualTo("CRITICAL");
    assertThat(names("?ready=false")).containsExactly(victim);
    var whole = server.get(CLUSTER).json();
    assertThat(whole.at("/health/verdict").asText()).isEqualTo("DEGRADED");
    assertThat(whole.at("/health/reasons").toString()).contains(victim);
  }

  @Test
  void withoutTheApiServerTheLastThatIsKnownIsShownAndSaidToBeOld() {
    cluster.simulator().faults().inject(new Fault.ApiServerDown());

    var old =
        Patience.until(
            "the answer is said to be old",
            DEADLINE,
            () -> server.get(NODES).hasStatus(200).json(),
            page -> !page.at("/freshness/live").asBoolean());

    assertThat(old.path("items")).hasSize(9);
    assertThat(old.at("/freshness/staleReason").asText()).contains(TestCluster.NAME);
    assertThat(old.at("/items/0/health/reasons").toString()).contains("ANSWER_IS_OLD");
    var whole = server.get(CLUSTER).hasStatus(200).json();
    assertThat(whole.at("/health/verdict").asText()).isEqualTo("UNKNOWN");
    assertThat(whole.path("apiServerReachable").asBoolean()).isFalse();
    var platform = server.get("/api/v1/platform").hasStatus(200).json();
    assertThat(platform.path("components").toString()).contains("KUBERNETES");
  }

  private static List<String> names(String query) {
    return items(server.get(NODES + query).hasStatus(200).json()).stream()
        .map(node -> node.path("name").asText())
        .toList();
  }

  private static List<JsonNode> items(JsonNode page) {
    return StreamSupport.stream(page.path("items").spliterator(), false).toList();
  }
}
