package dev.binnacle.nodes;

import dev.binnacle.http.Page;
import dev.binnacle.nodes.cordon.KnownClusters;
import dev.binnacle.nodes.cordon.NodeTarget;
import dev.binnacle.nodes.health.NodeHealth;
import dev.binnacle.operations.OperationQueries;
import dev.binnacle.operations.OperationReference;
import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.kubernetes.DisruptionBudget;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.Observed;
import dev.binnacle.platform.kubernetes.PodState;
import dev.binnacle.platform.kubernetes.Usage;
import dev.binnacle.platform.kubernetes.Usage.NodeUsage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
  private final OperationQueries operations;

  /** Required by CDI. */
  protected NodeInventory() {
    this(null, null, null);
  }

  /** The nodes of the clusters of the platform in force. */
  @Inject
  public NodeInventory(
      KnownClusters clusters, CurrentPlatform platform, OperationQueries operations) {
    this.clusters = clusters;
    this.platform = platform;
    this.operations = operations;
  }

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
   * The nodes after that place, in that order.
   *
   * @throws dev.binnacle.problems.ProblemException when there is no such cluster, or when its nodes
   *     cannot be read
   */
  Observed<Page<NodeView, NodeOrder.Position>> list(
      String cluster,
      NodeFilter filter,
      NodeOrder order,
      Optional<NodeOrder.Position> after,
      int limit) {
    var all = look(cluster, clusters.of(cluster)::nodes);
    return all.map(views ->
        Page.of(
            views.stream().filter(filter::takes).sorted(order.nodes()).toList(),
            order::position,
            view -> after.map(place -> order.isAfter(view, place)).orElse(true),
            limit));
  }

  /**
   * The node of that name.
   *
   * @throws dev.binnacle.problems.ProblemException when there is no such cluster or node, or when
   *     its nodes cannot be read
   */
  NodeView find(String cluster, String name) {
    return look(cluster, () -> clusters.of(cluster).node(name).map(node -> node.stream().toList()))
        .value()
        .stream()
        .findFirst()
        .orElseThrow(() -> KnownClusters.unknownNode(cluster, name));
  }

  private Observed<List<NodeView>> look(String name, Supplier<Observed<List<NodeState>>> question) {
    var cluster = clusters.of(name);
    var pods = later(() -> Known.ask(() -> NodePods.byNode(cluster.pods().value())));
    var usage = later(() -> Known.ask(cluster::nodeUsage).then(NodeInventory::served));
    var nodes = question.get();
    var active = activeByNode(name);
    var views = new Views(name, nodes, pods.join(), usage.join(), active);
    return nodes.map(all -> all.stream().map(views::of).toList());
  }

  private static <T> CompletableFuture<T> later(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, LOOKING);
  }

  private static Known<Map<String, NodeUsage>> served(Usage usage) {
    return switch (usage) {
      case Usage.Served served -> Known.of(served.nodes());
      case Usage.NotAvailable not -> Known.missing(not.reason());
    };
  }

  private Map<String, OperationReference> activeByNode(String cluster) {
    return operations.activeOthers(Optional.empty()).stream()
        .filter(operation -> NodeTarget.isOn(cluster, operation))
        .collect(
            Collectors.toMap(
                operation -> operation.target().name(),
                operation ->
                    new OperationReference(operation.id(), operation.kind(), operation.state()),
                (first, second) -> first));
  }

  /** What views of the nodes of one answer have in common. */
  private final class Views {

    private final String cluster;
    private final Observed<?> answer;
    private final Known<Map<String, NodePods>> pods;
    private final Known<Map<String, NodeUsage>> usage;
    private final Map<String, OperationReference> active;

    private Views(
        String cluster,
        Observed<?> answer,
        Known<Map<String, NodePods>> pods,
        Known<Map<String, NodeUsage>> usage,
        Map<String, OperationReference> active) {
      this.cluster = cluster;
      this.answer = answer;
      this.pods = pods;
      this.usage = usage;
      this.active = active;
    }

    private NodeView of(NodeState node) {
      Known<NodePods> held =
          pods.then(sums -> Known.of(sums.getOrDefault(node.name(), NodePods.NONE)));
      return new NodeView(
          cluster,
          answer.map(any -> node),
          held,
          usage.then(figures -> ofNode(figures, node.name())),
          NodeComponents.of(cluster, node, platform.description()),
          Optional.ofNullable(active.get(node.name())),
          NodeHealth.of(
              node, held.value().stream().mapToInt(NodePods::count).findFirst(), answer.stale()));
    }

    private static Known<NodeUsage> ofNode(Map<String, NodeUsage> figures, String node) {
      return Optional.ofNullable(figures.get(node))
          .map(Known::of)
          .orElseGet(() -> Known.missing("Nobody has measured this node."));
    }
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
