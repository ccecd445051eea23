package dev.binnacle.nodes;

import dev.binnacle.api.model.Cluster;
import dev.binnacle.api.model.ClusterHealth;
import dev.binnacle.api.model.ClusterNodes;
import dev.binnacle.api.model.Freshness;
import dev.binnacle.api.model.HealthReason;
import dev.binnacle.api.model.HealthSeverity;
import dev.binnacle.api.model.HealthVerdict;
import dev.binnacle.health.Reason;
import dev.binnacle.platform.kubernetes.KubernetesVersion;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.Observed;
import java.time.ZoneOffset;
import java.util.List;

/** Turns what is seen of clusters into the contract's shapes. */
final class ClusterMapper {

  private ClusterMapper() {}

  static Cluster toApi(ClusterView view) {
    return new Cluster()
        .name(view.cluster().name())
        .site(view.cluster().site())
        .health(
            new ClusterHealth()
                .verdict(HealthVerdict.fromString(view.health().verdict().name()))
                .reasons(reasons(view.health().reasons())))
        .kubernetesVersion(view.version().value().map(KubernetesVersion::text).orElse(null))
        .apiServerReachable(view.version().value().isPresent())
        .nodes(view.nodes().value().map(seen -> nodes(seen.value())).orElse(null))
        .freshness(view.nodes().value().map(ClusterMapper::freshness).orElse(null));
  }

  private static ClusterNodes nodes(List<NodeState> nodes) {
    return new ClusterNodes()
        .total(nodes.size())
        .ready((int) nodes.stream().filter(NodeState::isReady).count())
        .schedulable((int) nodes.stream().filter(node -> !node.unschedulable()).count());
  }

  static Freshness freshness(Observed<?> seen) {
    return new Freshness()
        .observedAt(seen.at().atOffset(ZoneOffset.UTC))
        .live(seen.live())
        .staleReason(seen.stale().orElse(null));
  }

  static List<HealthReason> reasons(List<Reason> reasons) {
    return reasons.stream()
        .map(reason ->
            new HealthReason()
                .code(reason.code())
                .severity(HealthSeverity.fromString(reason.severity().name()))
                .message(reason.message())
                .member(reason.member().orElse(null)))
        .toList();
  }
}
