package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.redis.ClusterView;
import dev.binnacle.platform.redis.NodeReport;
import dev.binnacle.problems.Problem;
import java.util.Optional;

/**
 * What came of asking at an address: a report, or why there is none.
 *
 * @param problem there unless the report is
 */
record NodeSeen(Address address, Optional<NodeReport> report, Optional<Problem> problem) {

  static NodeSeen answering(Address address, NodeReport report) {
    return new NodeSeen(address, Optional.of(report), Optional.empty());
  }

  static NodeSeen silent(Address address, Problem problem) {
    return new NodeSeen(address, Optional.empty(), Optional.of(problem));
  }

  /** How the cluster looks from there. */
  Optional<ClusterView> view() {
    return report.map(NodeReport::view);
  }
}
