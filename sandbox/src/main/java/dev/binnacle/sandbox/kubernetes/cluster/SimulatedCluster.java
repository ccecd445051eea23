package dev.binnacle.sandbox.kubernetes.cluster;

import dev.binnacle.sandbox.kubernetes.Faults;
import dev.binnacle.sandbox.kubernetes.SimulatorSettings;
import dev.binnacle.sandbox.kubernetes.apiserver.Kubelets;
import dev.binnacle.sandbox.kubernetes.apiserver.MetricsSource;
import dev.binnacle.sandbox.kubernetes.cluster.kubelet.SimulatedKubelets;
import dev.binnacle.sandbox.kubernetes.cluster.kubelet.SimulatedMetrics;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlLoop;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Troubles;
import dev.binnacle.sandbox.kubernetes.cluster.scheduling.Preference;
import dev.binnacle.sandbox.kubernetes.cluster.seed.Seed;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.InstantSource;
import java.util.Random;

/**
 * What makes the objects of a store a living cluster. An empty store is seeded first; one that has
 * nodes goes on as it is.
 */
public final class SimulatedCluster implements AutoCloseable {
  private final ControlLoop loop;
  private final Kubelets kubelets;
  private final MetricsSource metrics;

  private SimulatedCluster(ControlLoop loop, Kubelets kubelets, MetricsSource metrics) {
    this.loop = loop;
    this.kubelets = kubelets;
    this.metrics = metrics;
  }

  /** Starts the cluster on a thread of its own. The store stays the caller's to close. */
  public static SimulatedCluster start(
      ObjectStore store, SimulatorSettings settings, Faults faults) {
    InstantSource time = InstantSource.system();
    if (store.listing(ResourceTypes.NODES).objects().isEmpty()) {
      Seed.plant(store, settings, time.instant());
    }
    ClusterView view = new ClusterView();
    Troubles troubles = new FaultTroubles(faults);
    ControlPlane plane =
        new ControlPlane(
            store, view, new EventRecorder(store, time), time, settings.pace(), troubles);
    ControlLoop loop = new ControlLoop(store, view, time, ResourceTypes.all());
    Residents.of(plane, Preference.none(), new Random(store.revision())).forEach(loop::add);
    loop.start();
    return new SimulatedCluster(
        loop,
        new SimulatedKubelets(view, time, troubles),
        new SimulatedMetrics(view, time, troubles));
  }

  /** What the API server proxies to nodes. */
  public Kubelets kubelets() {
    return kubelets;
  }

  /** What metrics.k8s.io answers from. */
  public MetricsSource metrics() {
    return metrics;
  }

  @Override
  public void close() {
    loop.close();
  }
}
