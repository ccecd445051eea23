package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.PodSelection;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamespaceTest {
  private final ClusterUnderTest cluster = ClusterUnderTest.withNodes(1);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void goesWhenAllThatIsInItHasGone() {
    cluster.change(
        cluster.key(ResourceTypes.NAMESPACES, "test"),
        namespace ->
            namespace.withObjectProperty("spec").withArrayProperty("finalizers").add("kubernetes"));
    cluster.apply(Workloads.deployment("web", 1, "web:1"));
    int stuck =
        cluster
            .faults()
            .inject(new Fault.StuckTermination(PodSelection.labelled("test", "app=web")));

    cluster.delete(cluster.key(ResourceTypes.NAMESPACES, "test"));
    assertThat(cluster.get(ResourceTypes.NAMESPACES, "test").at("/status/phase").asText())
        .isEqualTo("Terminating");
    assertThat(cluster.all(ResourceTypes.DEPLOYMENTS)).isEmpty();

    cluster.faults().repair(stuck);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.find(ResourceTypes.NAMESPACES, "test")).isEmpty();
    assertThat(cluster.all(ResourceTypes.EVENTS)).isEmpty();
    assertThat(cluster.all(ResourceTypes.SERVICE_ACCOUNTS)).isEmpty();
  }

  @Test
  void endpointsFollowReadyPods() {
    cluster.apply(Workloads.deployment("web", 2, "web:1"));
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
        """);
    var subset = cluster.get(ResourceTypes.ENDPOINTS, "web").path("subsets").path(0);
    assertThat(subset.path("addresses")).hasSize(2);
    assertThat(subset.path("ports").path(0).path("port").asInt()).isEqualTo(8080);

    cluster.faults().inject(new Fault.PodNeverReady(PodSelection.labelled("test", "app=web")));
    cluster.pass(Duration.ofSeconds(1));
    subset = cluster.get(ResourceTypes.ENDPOINTS, "web").path("subsets").path(0);
    assertThat(subset.path("addresses")).isEmpty();
    assertThat(subset.path("notReadyAddresses")).hasSize(2);
  }
}
