package dev.binnacle.sandbox.kubernetes;

import dev.binnacle.sandbox.kubernetes.apiserver.ApiServer;
import dev.binnacle.sandbox.kubernetes.apiserver.access.BootstrapAccess;
import dev.binnacle.sandbox.kubernetes.apiserver.pods.EvictionCounts;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.CertificateAuthority;
import dev.binnacle.sandbox.kubernetes.cluster.SimulatedCluster;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * A Kubernetes cluster of RKE2's shape in this JVM: an API server that kubectl believes, and what
 * makes the objects behind it live. With a state directory it goes on where an earlier one ended,
 * on the same port if that is free.
 */
public final class KubernetesSimulator implements AutoCloseable {
  /** Who can use the cluster. */
  public enum User {
    /** Everything, by a client certificate of the group system:masters. */
    ADMIN,
    /** What Binnacle needs and nothing else, by a token. */
    BINNACLE,
    /** Reading, by a token. */
    VIEWER
  }

  private final Home home;
  private final ObjectStore store;
  private final Faults faults;
  private final EvictionCounts evictions;
  private final SimulatedCluster cluster;
  private final ApiServer server;

  private KubernetesSimulator(
      Home home,
      ObjectStore store,
      Faults faults,
      EvictionCounts evictions,
      SimulatedCluster cluster,
      ApiServer server) {
    this.home = home;
    this.store = store;
    this.faults = faults;
    this.evictions = evictions;
    this.cluster = cluster;
    this.server = server;
  }

  /** Starts a cluster; it answers when this returns. */
  public static KubernetesSimulator start(SimulatorSettings settings) {
    Home home = Home.of(settings.state());
    InstantSource time = InstantSource.system();
    ObjectStore store =
        home.lasting() ? ObjectStore.in(home.resolve("store"), time) : ObjectStore.inMemory(time);
    Faults faults = new Faults(settings.faults());
    EvictionCounts evictions = new EvictionCounts();
    SimulatedCluster cluster = SimulatedCluster.start(store, settings, faults);
    BootstrapAccess.ensure(store);
    CertificateAuthority authority = CertificateAuthority.in(home.resolve("pki"));
    ApiServer server =
        ApiServer.start(
            store,
            faults,
            authority,
            evictions,
            new ApiServer.Backends(cluster.kubelets(), cluster.metrics()),
            home.port(settings.ports()));
    KubernetesSimulator simulator =
        new KubernetesSimulator(home, store, faults, evictions, cluster, server);
    simulator.writeKubeconfigs(authority);
    return simulator;
  }

  /** Where the API server answers. */
  public URI url() {
    return server.url();
  }

  /** A kubeconfig for this user. It is as good as a password. */
  public Path kubeconfig(User user) {
    return home.resolve("kubeconfig-" + user.name().toLowerCase(Locale.ROOT) + ".yaml");
  }

  /** The objects, past the API server. */
  public ObjectStore store() {
    return store;
  }

  /** What is wrong with the cluster; to be changed at any time. */
  public Faults faults() {
    return faults;
  }

  /** How many evictions were accepted, by pod; dry runs do not count. */
  public EvictionCounts evictions() {
    return evictions;
  }

  /** Stops all of it. What has a state directory can be started again. */
  @Override
  public void close() throws Exception {
    server.close();
    cluster.close();
    store.close();
    home.leave();
  }

  private void writeKubeconfigs(CertificateAuthority authority) {
    Kubeconfig kubeconfig = new Kubeconfig(url(), authority.certificate());
    kubeconfig.write(
        kubeconfig(User.ADMIN),
        "admin",
        authority.client("system:admin", List.of("system:masters")));
    kubeconfig.write(
        kubeconfig(User.BINNACLE), "binnacle", BootstrapAccess.token(store, "binnacle"));
    kubeconfig.write(kubeconfig(User.VIEWER), "viewer", BootstrapAccess.token(store, "viewer"));
  }
}
