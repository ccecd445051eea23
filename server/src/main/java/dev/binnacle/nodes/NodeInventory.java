package dev.binnacle.nodes;

import dev.binnacle.http.Page;
import dev.binnacle.nodes.cordon.KnownClusters;
import dev.binnacle.operations.ActiveOperations;
import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.kubernetes.DisruptionBudget;
import dev.binnacle.platform.kubernetes.Observed;
import dev.binnacle.platform.kubernetes.PodState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Looks at the nodes of clusters and at what runs on them. That the pods or the usage cannot be
 * read costs those figures, not the answer. Thread-safe.
 */
@ApplicationScoped
public class NodeInventory {

  private static final ExecutorService LOOKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("node-", 0).factory());

  private final KnownClusters clusters;
  private final CurrentPlatform platform;
  private final ActiveOperations operations;
  private final Map<String, Made> latest = new ConcurrentHashMap<>();

  /** Required by CDI. */
  protected NodeInventory() {
    this(null, null, null);
  }

  /** The nodes of the clusters of the platform in force. */
  @Inject
  public NodeInventory(
      KnownClusters clusters, CurrentPlatform platform, ActiveOperations operations) {
    this.clusters = clusters;
    this.platform = platform;
    this.operations = operations;
  }

  /** What was made last of a cluster's sources. */
  private record Made(NodeSources sources, Observed<List<NodeView>> views) {}

  /** A pod and the budgets that protect it. */
  record PodView(PodState pod, List<DisruptionBudget> budgets) {

    PodView {
      budgets = List.copyOf(budgets);
    }
  }

  /** A pod's place in a list. */
  record PodPosition(String namespace, String name) implements Comparable<PodPosition> {

    private static PodPosition of(PodView view) {
      return new PodPosition(view.pod().reference().namespace(), view.pod().reference().name());
    }

    @Override
    public int compareTo(PodPosition other) {
      return Comparator.comparing(PodPosition::namespace)
          .thenComparing(PodPosition::name)
          .compare(this, other);
    }
  }

  /**
   * All nodes of the cluster: the same list until something about them changes.
   *
   * @throws dev.binnacle.problems.ProblemException when there is no such cluster, or when its nodes
   *     cannot be read
   */
  Observed<List<NodeView>> all(String cluster) {
    var sources = sources(cluster);
    var known = latest.get(cluster);
    if (known != null && known.sources().equals(sources)) {
      return known.views();
    }
    var views = sources.views();
    latest.put(cluster, new Made(sources, views));
    return views;
  }

  private NodeSources sources(String name) {
    var cluster = clusters.of(name);
    var pods = later(() -> Known.ask(() -> cluster.pods().value()));
    var usage = later(() -> Known.ask(cluster::nodeUsage));
    var nodes = cluster.nodes();
    return new NodeSources(
        name, nodes, pods.join(), usage.join(), operations.list(), platform.description());
  }

  private static <T> CompletableFuture<T> later(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, LOOKING);
  }

  /**
   * The node of that name.
   *
   * @throws dev.binnacle.problems.ProblemException when there is no such cluster or node, or when
   *     its nodes cannot be read
   */
  NodeView find(String cluster, String name) {
    return all(cluster).value().stream()
        .filter(view -> view.node().name().equals(name))
        .findFirst()
        .orElseThrow(() -> KnownClusters.unknownNode(cluster, name));
  }

  /**
   * The pods of a node after that place, by namespace and name.
   *
   * @throws dev.binnacle.problems.ProblemException when there is no such cluster or node, or when
   *     its pods or the disruption budgets cannot be read
   */
  Observed<Page<PodView, PodPosition>> pods(
      String cluster, String node, Optional<PodPosition> after, int limit) {
    var api = clusters.of(cluster);
    if (api.node(node).value().isEmpty()) {
      throw KnownClusters.unknownNode(cluster, node);
    }
    var budgets = api.disruptionBudgets().value();
    return api.podsOn(node)
        .map(pods ->
            Page.of(
                pods.stream()
                    .map(pod ->
                        new PodView(pod, budgets.stream().filter(one -> one.selects(pod)).toList()))
                    .sorted(Comparator.comparing(PodPosition::of))
                    .toList(),
                PodPosition::of,
                view -> after.map(place -> PodPosition.of(view).compareTo(place) > 0).orElse(true),
                limit));
  }
}
