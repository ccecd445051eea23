package dev.binnacle.nodes;

import dev.binnacle.health.Health;
import dev.binnacle.health.Verdict;
import dev.binnacle.http.Page;
import dev.binnacle.nodes.cordon.KnownClusters;
import dev.binnacle.nodes.health.ClusterHealth;
import dev.binnacle.platform.PlatformDescription.Cluster;
import dev.binnacle.platform.kubernetes.KubernetesVersion;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.Observed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Looks at the clusters of the platform. One that does not answer is an answer. Thread-safe. */
@ApplicationScoped
public class ClusterInventory {

  private static final ExecutorService LOOKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cluster-", 0).factory());

  private final KnownClusters clusters;

  /** Required by CDI. */
  protected ClusterInventory() {
    this(null);
  }

  /** The clusters of the platform in force. */
  @Inject
  public ClusterInventory(KnownClusters clusters) {
    this.clusters = clusters;
  }

  /** Which clusters to list; empty members do not restrict. */
  record Filter(Set<Verdict> verdicts, Optional<String> site) {}

  /** The clusters after that name, by name. */
  Page<ClusterView, String> list(Filter filter, Optional<String> after, int limit) {
    var looks =
        clusters.all().stream()
            .filter(cluster -> filter.site().map(cluster.site()::equals).orElse(true))
            .filter(cluster -> after.map(name -> cluster.name().compareTo(name) > 0).orElse(true))
            .sorted(Comparator.comparing(Cluster::name))
            .map(cluster -> CompletableFuture.supplyAsync(() -> view(cluster), LOOKING))
            .toList();
    return Page.of(
        looks.stream().map(CompletableFuture::join).toList(),
        view -> view.cluster().name(),
        view -> filter.verdicts().isEmpty() || filter.verdicts().contains(view.health().verdict()),
        limit);
  }

  /**
   * The cluster of that name.
   *
   * @throws dev.binnacle.problems.ProblemException when the platform has none
   */
  ClusterView find(String name) {
    return view(clusters.described(name));
  }

  private ClusterView view(Cluster cluster) {
    var asked =
        CompletableFuture.supplyAsync(
            () -> Known.ask(() -> clusters.of(cluster.name()).version()), LOOKING);
    var nodes = Known.ask(() -> clusters.of(cluster.name()).nodes());
    var version = asked.join();
    return new ClusterView(cluster, version, nodes, health(version, nodes));
  }

  private static Health health(
      Known<KubernetesVersion> version, Known<Observed<List<NodeState>>> nodes) {
    if (version.value().isEmpty()) {
      return ClusterHealth.silent(version.missing());
    }
    return nodes
        .value()
        .map(seen -> ClusterHealth.of(seen.value()))
        .orElseGet(() -> ClusterHealth.silent(nodes.missing()));
  }
}
