package dev.binnacle.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.TestPorts;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesSimulatorTest {
  private static final Key NODE = new Key(ResourceTypes.NODES, "", "worker-1");
  @TempDir private Path state;

  @Test
  void aClusterWithAStateDirectoryGoesOn() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.usual().withPorts(TestPorts.RANGE).withState(state);
    URI url;
    String token;
    try (KubernetesSimulator first = KubernetesSimulator.start(settings)) {
      url = first.url();
      token = Files.readString(first.kubeconfig(User.BINNACLE));
      first
          .store()
          .update(
              NODE,
              node -> {
                node.withObjectProperty("spec").put("unschedulable", true);
                return node;
              });
    }

    try (KubernetesSimulator second = KubernetesSimulator.start(settings)) {
      assertThat(second.url()).isEqualTo(url);
      assertThat(Files.readString(second.kubeconfig(User.BINNACLE))).isEqualTo(token);
      assertThat(second.store().get(NODE).orElseThrow().at("/spec/unschedulable").asBoolean())
          .isTrue();
      assertThat(second.store().list(ResourceTypes.NODES)).hasSize(9);
    }
  }

  @Test
  void aClusterWithoutOneLeavesNothing() throws Exception {
    Path kubeconfig;
    try (KubernetesSimulator cluster =
        KubernetesSimulator.start(
            SimulatorSettings.usual()
                .withPorts(TestPorts.RANGE)
                .withSize(1, 2)
                .withFaults(List.of(new Fault.NodeDead("worker-1"))))) {
      kubeconfig = cluster.kubeconfig(User.ADMIN);
      assertThat(cluster.store().list(ResourceTypes.NODES)).hasSize(3);
      assertThat(cluster.faults().nodeDead("worker-1")).isTrue();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig)))
          .isEqualTo("rw-------");
    }
    assertThat(kubeconfig).doesNotExist();
    assertThat(kubeconfig.getParent()).doesNotExist();
  }
}
