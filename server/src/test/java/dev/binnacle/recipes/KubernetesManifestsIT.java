package dev.binnacle.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests in {@code docker/kubernetes}, as an API server and a server of Binnacle see them.
 */
@Tag("api")
class KubernetesManifestsIT {

  private static final Path DOCKER = Path.of("..", "docker").toAbsolutePath().normalize();
  private static final Path BASE = DOCKER.resolve("kubernetes/base");
  private static final Path OVERLAY = DOCKER.resolve("kubernetes/overlays/served-postgresql");

  @TempDir private static Path home;
  private static TestCluster cluster;
  private static Kubectl kubectl;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(3, 3);
    kubectl = new Kubectl(home, cluster.simulator().kubeconfig(User.ADMIN));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static String dryRun(String... what) throws Exception {
    var arguments =
        Stream.concat(
                Stream.of("apply", "--dry-run=server", "--validate=false", "--namespace=binnacle"),
                Stream.of(what))
            .toArray(String[]::new);
    return kubectl.run(arguments);
  }

  @Test
  void theApiServerTakesTheBase() throws Exception {
    assertThat(dryRun("-k", BASE.toString()).lines())
        // The simulated cluster has the namespace and the account already, not made by kubectl.
        .allMatch(line -> line.endsWith("(server dry run)") || line.startsWith("Warning: "))
        .anyMatch(line -> line.startsWith("deployment.apps/binnacle created"))
        .anyMatch(line -> line.startsWith("service/binnacle created"))
        .anyMatch(line -> line.startsWith("configmap/binnacle-platform created"))
        .anyMatch(line -> line.startsWith("poddisruptionbudget.policy/binnacle created"))
        .anyMatch(line -> line.startsWith("networkpolicy.networking.k8s.io/binnacle created"));
  }

  @Test
  void theApiServerTakesItWithAPostgresqlOfItsOwn() throws Exception {
    var composed = kubectl.attempt("kustomize", OVERLAY.toString());
    // The kustomize in Debian's kubectl 1.20 knows no folders among the resources.
    var told =
        composed.status() == 0
            ? dryRun("-k", OVERLAY.toString())
            : dryRun(
                "-f", OVERLAY.resolve("postgresql.yaml").toString(),
                "-f", OVERLAY.resolve("network-policy.yaml").toString());

    assertThat(told)
        .contains(
            "statefulset.apps/binnacle-postgresql created (server dry run)",
            "service/binnacle-postgresql created (server dry run)",
            "networkpolicy.networking.k8s.io/binnacle-postgresql created (server dry run)");
  }

  @Test
  void theRightsSufficeToLookAndToDrain() throws Exception {
    kubectl.run("apply", "--validate=false", "-f", BASE.resolve("access.yaml").toString());
    var binnacle = new Kubectl(home, cluster.simulator().kubeconfig(User.BINNACLE));
    assertThat(binnacle.attempt("auth", "can-i", "list", "nodes").text()).contains("yes");
    assertThat(binnacle.attempt("auth", "can-i", "list", "deployments.apps").text())
        .as("the simulated cluster gave it more before")
        .contains("no");

    try (var server = cluster.serve(User.BINNACLE)) {
      var nodes = "/api/v1/clusters/" + TestCluster.NAME + "/nodes";
      assertThat(server.get(nodes).hasStatus(200).json().path("items")).hasSize(6);
      server.get(nodes + "/worker-1/pods").hasStatus(200);
      assertThat(settled(server, nodes + "/worker-1/drain")).isEqualTo("SUCCEEDED");
      assertThat(settled(server, nodes + "/worker-1/uncordon")).isEqualTo("SUCCEEDED");
    }
  }

  private static String settled(TestServer server, String start) {
    var options =
        start.endsWith("/drain")
            ? ",\"deleteEmptyDirData\":true,\"deletePodsWithoutController\":true"
            : "";
    var started =
        server.post(start, "{\"reason\":\"a test of the rights\"" + options + "}").hasStatus(202);
    return Patience.until(
            "it is final",
            Duration.ofSeconds(120),
            () ->
                server
                    .get("/api/v1/operations/" + started.json().path("id").asText())
                    .hasStatus(200)
                    .json(),
            operation -> operation.has("finishedAt"))
        .path("state")
        .asText();
  }
}
