package dev.binnacle.nodes.cordon;

import dev.binnacle.operations.Operation;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.PlatformDescription.Cluster;

/** Nodes as targets of operations. */
public final class NodeTarget {

  /** The type of such targets. */
  public static final String TYPE = "NODE";

  private NodeTarget() {}

  /** A node of a cluster. */
  public static Target of(Cluster cluster, String node) {
    return new Target(TYPE, cluster.name(), node, cluster.site());
  }

  /** Whether the operation works on a node of that cluster. */
  public static boolean isOn(String cluster, Operation operation) {
    return operation.target().type().equals(TYPE) && operation.target().cluster().equals(cluster);
  }
}
