package dev.binnacle.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.sandbox.kubernetes.SimulatorSettings;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated Kubernetes cluster, and what is true of it without asking a server of Binnacle. */
public final class TestCluster implements AutoCloseable {

  /** Its name in the platform description. */
  public static final String NAME = "prod-1";

  private final KubernetesSimulator simulator;

  private TestCluster(KubernetesSimulator simulator) {
    this.simulator = simulator;
  }

  /** A brisk cluster of that many nodes. */
  public static TestCluster start(int controlPlanes, int workers) {
    return new TestCluster(
        KubernetesSimulator.start(
            SimulatorSettings.usual()
                .withPorts(TestPlatform.PORTS)
                .withSize(controlPlanes, workers)));
  }

  /** The simulator. */
  public KubernetesSimulator simulator() {
    return simulator;
  }

  /** How a platform description names it, with the credentials of that user. */
  public PlatformFile.KubernetesCluster described(User user) {
    return new PlatformFile.KubernetesCluster(NAME, simulator.kubeconfig(user));
  }

  /** A server of Binnacle that knows this cluster alone, by the credentials of that user. */
  public TestServer serve(User user) {
    return TestPlatform.shared()
        .start(List.of(described(user)), Map.of("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "100000"));
  }

  /** The node as the API server has it. */
  public ObjectNode node(String name) {
    return simulator.store().get(new Key(ResourceTypes.NODES, "", name)).orElseThrow();
  }

  /** The names of all nodes with that in their name, sorted. */
  public List<String> nodes(String part) {
    return simulator.store().list(ResourceTypes.NODES).stream()
        .map(node -> node.at("/metadata/name").asText())
        .filter(name -> name.contains(part))
        .sorted()
        .toList();
  }

  /** Whether the node is cordoned. */
  public boolean isCordoned(String name) {
    return node(name).at("/spec/unschedulable").asBoolean();
  }

  /** Cordons a node, or lifts that. */
  public void cordon(String name, boolean cordoned) {
    simulator
        .store()
        .update(
            new Key(ResourceTypes.NODES, "", name),
            node -> {
              ((ObjectNode) node.path("spec")).put("unschedulable", cordoned);
              return node;
            });
  }

  /** An annotation of the node; empty when it has none of that name. */
  public Optional<String> annotation(String node, String name) {
    return Optional.ofNullable(node(node).at("/metadata/annotations").get(name))
        .map(value -> value.asText());
  }

  /** Makes all nodes schedulable and repairs every fault. */
  public void heal() {
    simulator.faults().repairAll();
    simulator
        .store()
        .list(ResourceTypes.NODES)
        .forEach(node ->
            simulator
                .store()
                .update(
                    new Key(ResourceTypes.NODES, "", node.at("/metadata/name").asText()),
                    TestCluster::schedulable));
  }

  private static ObjectNode schedulable(ObjectNode node) {
    ((ObjectNode) node.path("spec")).remove("unschedulable");
    if (node.at("/metadata/annotations") instanceof ObjectNode annotations) {
      annotations.remove("binnacle.dev/cordoned-by");
    }
    return node;
  }

  @Override
  public void close() {
    try {
      simulator.close();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
