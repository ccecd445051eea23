package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.sandbox.kubernetes.SimulatorSettings;
import dev.binnacle.testing.TestPlatform;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cluster to look at: simulated, unless {@code BINNACLE_IT_KUBECONFIG} names a real one. */
public final class GivenCluster implements AutoCloseable {

  private static final String HOSTNAME = "kubernetes.io/hostname";

  private final Optional<KubernetesSimulator> simulator;
  private final KubernetesClient admin;
  private final Path kubeconfig;
  private final List<KubernetesCluster> clusters = new ArrayList<>();

  private GivenCluster(Optional<KubernetesSimulator> simulator, Path admin, Path kubeconfig) {
    this.simulator = simulator;
    this.admin =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(admin.toFile()))
            .withHttpClientFactory(new VirtualThreadHttp())
            .build();
    this.kubeconfig = kubeconfig;
  }

  /** The real one if there is one, else a simulated one. */
  public static GivenCluster start() {
    return Optional.ofNullable(System.getenv("BINNACLE_IT_KUBECONFIG"))
        .map(Path::of)
        .map(file -> new GivenCluster(Optional.empty(), file, file))
        .orElseGet(GivenCluster::simulated);
  }

  /** A simulated one, which can have faults. */
  static GivenCluster simulated() {
    var simulator =
        KubernetesSimulator.start(SimulatorSettings.usual().withPorts(TestPlatform.PORTS));
    return new GivenCluster(
        Optional.of(simulator),
        simulator.kubeconfig(User.ADMIN),
        simulator.kubeconfig(User.BINNACLE));
  }

  KubernetesSimulator simulator() {
    return simulator.orElseThrow();
  }

  /** Whether it is simulated. */
  public boolean isSimulated() {
    return simulator.isPresent();
  }

  /** The credentials that Binnacle has for it. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The cluster as Binnacle may see it. */
  KubernetesCluster cluster() {
    return cluster(kubeconfig, WatchTimes.USUAL);
  }

  /** The cluster as somebody else may see it. */
  KubernetesCluster cluster(Path as, WatchTimes times) {
    try {
      var file =
          Files.writeString(
              Files.createTempFile("platform", ".yaml"),
              """
              sites: [{name: main}]
              clusters: [{name: dc1, site: main, kubeconfig: {file: '%s'}}]
              """
                  .formatted(as.toAbsolutePath()));
      var platform = GivenPlatform.in(file);
      var cluster =
          new KubernetesClusters(platform.edges(), Clock.systemUTC(), times)
              .of(platform.current().description().cluster("dc1").orElseThrow());
      clusters.add(cluster);
      return cluster;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Pods in a namespace of their own, wherever the scheduler puts them. */
  GivenWorkload deploy(int replicas) {
    return GivenWorkload.deploy(admin, replicas, "{}");
  }

  /** Pods in a namespace of their own that run on that node or not at all. */
  public GivenWorkload deploy(int replicas, String node) {
    var labels = admin.nodes().withName(node).require().getMetadata().getLabels();
    var hostname = labels.get(HOSTNAME);
    return GivenWorkload.deploy(admin, replicas, "{%s: '%s'}".formatted(HOSTNAME, hostname));
  }

  @Override
  public void close() {
    clusters.forEach(KubernetesCluster::close);
    admin.close();
    simulator.ifPresent(GivenCluster::close);
  }

  private static void close(KubernetesSimulator simulator) {
    try {
      simulator.close();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
