package dev.binnacle.nodes;

import dev.binnacle.health.Health;
import dev.binnacle.platform.PlatformDescription.Cluster;
import dev.binnacle.platform.kubernetes.KubernetesVersion;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.Observed;
import java.util.List;

/**
 * A cluster as it is at one moment.
 *
 * @param version what its API server said just now
 * @param nodes what is known of its nodes, be it old
 */
record ClusterView(
    Cluster cluster,
    Known<KubernetesVersion> version,
    Known<Observed<List<NodeState>>> nodes,
    Health health) {}
