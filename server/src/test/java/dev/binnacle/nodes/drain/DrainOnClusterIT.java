package dev.binnacle.nodes.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.platform.kubernetes.GivenCluster;
import dev.binnacle.platform.kubernetes.GivenWorkload;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A drain of a whole node of a simulated cluster, or of the real one that {@code
 * BINNACLE_IT_KUBECONFIG} names. There it drains the node that {@code BINNACLE_IT_ALLOW_DRAIN}
 * names, and none without that.
 */
@Tag("component")
class DrainOnClusterIT {

  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final String CLUSTER = "given";
  private static final String SIMULATED_NODE = "worker-2";

  @Test
  void everyPodGoesAndTheNodeIsGivenBackAsItWas() {
    try (var cluster = GivenCluster.start()) {
      var allowed = Optional.ofNullable(System.getenv("BINNACLE_IT_ALLOW_DRAIN"));
      assumeTrue(cluster.isSimulated() || allowed.isPresent(), "no node may be drained");
      var node = cluster.isSimulated() ? SIMULATED_NODE : allowed.orElseThrow();
      var described = new PlatformFile.KubernetesCluster(CLUSTER, cluster.kubeconfig());
      try (var server = TestPlatform.shared().start(List.of(described), Map.of());
          var workload = cluster.deploy(2, node)) {
        drainAndGiveBack(server, workload, node);
      }
    }
  }

  private static void drainAndGiveBack(TestServer server, GivenWorkload workload, String node) {
    var path = "/api/v1/clusters/" + CLUSTER + "/nodes/" + node;
    boolean schedulable = server.get(path).hasStatus(200).json().path("schedulable").asBoolean();
    assertThat(schedulable).as("%s takes pods before the test", node).isTrue();
    var deployed =
        Patience.until(
            "two ready pods",
            DEADLINE,
            workload::pods,
            pods -> pods.size() == 2 && pods.stream().allMatch(Readiness::isPodReady));
    try {
      var ended =
          run(
              server,
              path + "/drain",
              "{\"reason\":\"a test\",\"deleteEmptyDirData\":true,"
                  + "\"deletePodsWithoutController\":true}");
      assertThat(server.get(path).json().path("schedulable").asBoolean()).isFalse();
      var outcomes = new HashMap<String, String>();
      ended
          .at("/result/pods")
          .forEach(pod -> outcomes.put(pod.path("uid").asText(), pod.path("outcome").asText()));
      assertThat(deployed)
          .allSatisfy(
              pod -> assertThat(outcomes).containsEntry(pod.getMetadata().getUid(), "EVICTED"));
      assertThat(workload.pods())
          .extracting(pod -> pod.getMetadata().getUid())
          .doesNotContainAnyElementsOf(
              deployed.stream().map(pod -> pod.getMetadata().getUid()).toList());
    } finally {
      run(server, path + "/uncordon", "{\"reason\":\"a test is over\"}");
    }
    assertThat(server.get(path).json().path("schedulable").asBoolean()).isTrue();
  }

  private static JsonNode run(TestServer server, String path, String body) {
    var started = server.post(path, body).hasStatus(202).json();
    var operation = "/api/v1/operations/" + started.path("id").asText();
    var ended =
        Patience.until(
            "the end of " + path,
            DEADLINE,
            () -> server.get(operation).hasStatus(200).json(),
            seen -> seen.has("finishedAt"));
    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("SUCCEEDED");
    return ended;
  }
}
