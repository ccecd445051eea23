package dev.binnacle.nodes.cordon;

import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.PlatformDescription.Cluster;
import dev.binnacle.platform.kubernetes.KubernetesCluster;
import dev.binnacle.platform.kubernetes.KubernetesClusters;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The clusters of the platform by name, and their nodes. Thread-safe. */
@ApplicationScoped
public class KnownClusters {

  private final CurrentPlatform platform;
  private final KubernetesClusters clusters;

  /** Required by CDI. */
  protected KnownClusters() {
    this(null, null);
  }

  /** The clusters of the platform in force. */
  @Inject
  public KnownClusters(CurrentPlatform platform, KubernetesClusters clusters) {
    this.platform = platform;
    this.clusters = clusters;
  }

  /** Every cluster as described. */
  public List<Cluster> all() {
    return platform.description().clusters();
  }

  /**
   * The cluster as described.
   *
   * @throws dev.binnacle.problems.ProblemException when the platform has none of that name
   */
  public Cluster described(String name) {
    return platform
        .description()
        .cluster(name)
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.RESOURCE_NOT_FOUND, "The platform has no cluster \"" + name + "\".")
                .withRemedy("GET /api/v1/clusters lists the clusters.")
                .asException());
  }

  /**
   * The way to a cluster's API server.
   *
   * @throws dev.binnacle.problems.ProblemException when the platform has none of that name
   */
  public KubernetesCluster of(String name) {
    return clusters.of(described(name));
  }

  /**
   * The node as the API server itself has it now.
   *
   * @throws dev.binnacle.problems.ProblemException when there is none of that name, or when the API
   *     server does not answer
   */
  public NodeState nodeNow(String cluster, String node) {
    return of(cluster).nodeNow(node).orElseThrow(() -> unknownNode(cluster, node));
  }

  /** The problem of a node that the cluster does not have. */
  public static RuntimeException unknownNode(String cluster, String node) {
    return Problem.of(
            ProblemCode.RESOURCE_NOT_FOUND,
            "The cluster " + cluster + " has no node \"" + node + "\".")
        .withRemedy("GET /api/v1/clusters/" + cluster + "/nodes lists its nodes.")
        .asException();
  }
}
