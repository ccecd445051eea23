package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.ComponentEdges;
import dev.binnacle.platform.PlatformDescription.Cluster;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Talks to the API server of one cluster. What is {@link Observed} comes from watches, which begin
 * with the first question and end when nobody asks for long; what is called {@code …Now} is asked
 * of the API server itself. Every method waits, at most for the edge's time limit per call, and
 * throws a {@link ProblemException} that names the cluster and what it said. Thread-safe.
 */
public final class KubernetesCluster {

  private static final String FIELD_MANAGER = "binnacle";

  /**
   * A third of the time after which the metrics server measures again (its --metric-resolution).
   */
  private static final Duration USAGE_KEPT = Duration.ofSeconds(5);

  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final Permission PATCH_NODE = new Permission("patch", "nodes");
  private static final Permission EVICT = new Permission("create", "pods/eviction");

  private final ApiServer server;
  private final Clock clock;
  private final WatchedList<Node, NodeState> nodes;
  private final WatchedList<Pod, PodState> pods;
  private final WatchedList<PodDisruptionBudget, DisruptionBudget> budgets;
  private final SharedCall<Usage> usage;

  KubernetesCluster(Cluster cluster, ComponentEdges edges, WatchTimes times, Clock clock) {
    this.server = new ApiServer(cluster, edges, clock);
    this.clock = clock;
    this.nodes = new WatchedList<>(server, ResourceKind.NODES, times, clock);
    this.pods = new WatchedList<>(server, ResourceKind.PODS, times, clock);
    this.budgets = new WatchedList<>(server, ResourceKind.DISRUPTION_BUDGETS, times, clock);
    this.usage = new SharedCall<>(() -> UsageSource.read(server), USAGE_KEPT, clock);
  }

  /** Which Kubernetes it is; asked of the API server itself. */
  public KubernetesVersion version() {
    return server.read(
        new Permission("get", "version"),
        client -> client.raw("/version"),
        json -> {
          var version = ApiJson.tree(Shapes.text(json));
          return new KubernetesVersion(
              version.path("gitVersion").asText(),
              version.path("major").asText(),
              version.path("minor").asText(),
              version.path("platform").asText());
        });
  }

  /** All nodes, in no particular order. */
  public Observed<List<NodeState>> nodes() {
    return nodes.all();
  }

  /** The node of that name. */
  public Observed<Optional<NodeState>> node(String name) {
    return nodes.byKey().map(known -> Optional.ofNullable(known.get("/" + name)));
  }

  /** All pods of all namespaces, in no particular order. */
  public Observed<List<PodState>> pods() {
    return pods.all();
  }

  /** The pods that were scheduled to the node. */
  public Observed<List<PodState>> podsOn(String node) {
    return pods.all()
        .map(all ->
            all.stream().filter(pod -> pod.node().filter(node::equals).isPresent()).toList());
  }

  /** All disruption budgets of all namespaces, in no particular order. */
  public Observed<List<DisruptionBudget>> disruptionBudgets() {
    return budgets.all();
  }

  /** The disruption budgets as the API server has them now. */
  public List<DisruptionBudget> disruptionBudgetsNow() {
    return now(ResourceKind.DISRUPTION_BUDGETS, Optional.empty());
  }

  /** The nodes as the API server has them now. */
  public List<NodeState> nodesNow() {
    return now(ResourceKind.NODES, Optional.empty());
  }

  /** The pods of a node as the API server has them now. */
  public List<PodState> podsOnNow(String node) {
    return now(ResourceKind.PODS, Optional.of("spec.nodeName=" + node));
  }

  /** That very pod as the API server has it now; empty when it is gone, or another has its name. */
  public Optional<PodState> podNow(PodReference pod) {
    if (!isPossible(pod)) {
      return Optional.empty();
    }
    return get(ResourceKind.PODS, path(pod))
        .filter(found -> found.reference().uid().equals(pod.uid()));
  }

  /** The node of that name as the API server has it now. */
  public Optional<NodeState> nodeNow(String name) {
    if (!ObjectNames.isPossible(name)) {
      return Optional.empty();
    }
    return get(ResourceKind.NODES, ResourceKind.NODES.path() + "/" + name);
  }

  /**
   * How much the nodes use, or did a few seconds ago. That nobody serves it is an answer, too, and
   * never a problem.
   */
  public Usage nodeUsage() {
    return usage.join();
  }

  /** Cordons a node, or lifts that. To wish what is there already is no change. */
  public NodeState setUnschedulable(String node, boolean unschedulable, boolean dryRun) {
    return change(node, NodeChange.NONE.unschedulable(unschedulable), dryRun);
  }

  /** Sets annotations of a node, and takes away those that are empty. */
  public NodeState patchNodeAnnotations(String node, Map<String, Optional<String>> annotations) {
    return change(node, NodeChange.NONE.annotations(annotations), false);
  }

  /**
   * Changes a node, as a whole or not at all.
   *
   * @param dryRun let the API server check it and keep nothing
   * @return the node as it is afterwards, or would be
   * @throws ProblemException RESOURCE_NOT_FOUND without that node; ETAG_MISMATCH when it has
   *     changed since the version that the change is for. When there is no answer it may happen all
   *     the same
   */
  public NodeState change(String node, NodeChange change, boolean dryRun) {
    if (!ObjectNames.isPossible(node)) {
      throw noSuchNode(node);
    }
    var target =
        "/api/v1/nodes/%s?fieldManager=%s%s"
            .formatted(node, FIELD_MANAGER, dryRun ? "&dryRun=All" : "");
    var reply =
        server.effect(
            PATCH_NODE,
            target,
            NodePatch.MEDIA_TYPE,
            ApiJson.write(NodePatch.of(change)),
            status -> status < 300 || status == NOT_FOUND || status == CONFLICT);
    return switch (reply.status()) {
      case NOT_FOUND -> throw noSuchNode(node);
      case CONFLICT -> throw changedSince(node, reply.message());
      default -> server.understood(() -> ResourceKind.NODES.one(reply.body()));
    };
  }

  /**
   * Asks that this pod, and no other of its name, may go. Asking again does no harm.
   *
   * @param grace how long it may take to end; empty for as long as its specification says
   * @param dryRun let the API server and the budgets decide, and keep nothing
   * @throws ProblemException when there is no answer, in which case it may happen all the same; and
   *     when the credentials are not accepted
   */
  public EvictionAnswer evict(PodReference pod, Optional<Duration> grace, boolean dryRun) {
    if (!isPossible(pod)) {
      return new EvictionAnswer.Gone();
    }
    var target = path(pod) + "/eviction" + (dryRun ? "?dryRun=All" : "");
    return EvictionAnswers.of(
        server.effect(
            EVICT,
            target,
            "application/json",
            EvictionWish.of(pod, grace),
            status -> status != UNAUTHORIZED));
  }

  /** An object by itself; the library's raw call gives nothing for 404. */
  private <T> Optional<T> get(ResourceKind<?, T> kind, String path) {
    return server.read(
        new Permission("get", kind.resource()),
        client -> Optional.ofNullable(client.raw(path)),
        answer -> answer.map(kind::one));
  }

  private <M extends HasMetadata, T> List<T> now(
      ResourceKind<M, T> kind, Optional<String> fieldSelector) {
    return List.copyOf(Listing.read(server, kind, fieldSelector, clock).values().values());
  }

  private static String path(PodReference pod) {
    return "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
  }

  private ProblemException noSuchNode(String node) {
    return Problem.of(
            ProblemCode.RESOURCE_NOT_FOUND,
            "The cluster %s has no node %s.".formatted(server.component().name(), node))
        .asException();
  }

  private static ProblemException changedSince(String node, String message) {
    return Problem.of(
            ProblemCode.ETAG_MISMATCH,
            "The node %s has changed meanwhile: %s".formatted(node, message))
        .withRemedy("Read the node again, and decide anew.")
        .asException();
  }

  private static boolean isPossible(PodReference pod) {
    return ObjectNames.isPossible(pod.namespace()) && ObjectNames.isPossible(pod.name());
  }

  /** Ends the watches and the connections. */
  void close() {
    nodes.close();
    pods.close();
    budgets.close();
    server.close();
  }
}
