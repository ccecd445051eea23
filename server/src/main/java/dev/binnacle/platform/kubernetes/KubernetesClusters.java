package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.ComponentEdges;
import dev.binnacle.platform.PlatformChanged;
import dev.binnacle.platform.PlatformDescription.Cluster;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Every Kubernetes cluster of the platform. Nothing is asked of a cluster before somebody asks for
 * it. Thread-safe.
 */
@ApplicationScoped
public class KubernetesClusters {

  private final ComponentEdges edges;
  private final Clock clock;
  private final WatchTimes times;
  private final Map<Cluster, KubernetesCluster> clusters = new HashMap<>();

  /** Required by CDI. */
  protected KubernetesClusters() {
    this(null, null);
  }

  /** Clusters whose calls pass those edges. */
  @Inject
  public KubernetesClusters(ComponentEdges edges, Clock clock) {
    this(edges, clock, WatchTimes.USUAL);
  }

  KubernetesClusters(ComponentEdges edges, Clock clock, WatchTimes times) {
    this.edges = edges;
    this.clock = clock;
    this.times = times;
  }

  /** The cluster of that description, always the same one. */
  public synchronized KubernetesCluster of(Cluster described) {
    return clusters.computeIfAbsent(
        described, cluster -> new KubernetesCluster(cluster, edges, times, clock));
  }

  /** Lets go of clusters that are described no more, or otherwise. */
  synchronized void letGo(@Observes PlatformChanged change) {
    clusters
        .entrySet()
        .removeIf(known -> {
          boolean gone = !change.now().clusters().contains(known.getKey());
          if (gone) {
            known.getValue().close();
          }
          return gone;
        });
  }

  /** Lets go of all. */
  @PreDestroy
  synchronized void close() {
    clusters.values().forEach(KubernetesCluster::close);
    clusters.clear();
  }
}
