package dev.binnacle.nodes;

import dev.binnacle.api.model.CordonRequest;
import dev.binnacle.api.model.DrainRequest;
import dev.binnacle.http.Request;
import dev.binnacle.nodes.cordon.CordonNode;
import dev.binnacle.nodes.cordon.CordonWish;
import dev.binnacle.nodes.cordon.KnownClusters;
import dev.binnacle.nodes.cordon.NodeTarget;
import dev.binnacle.nodes.cordon.UncordonNode;
import dev.binnacle.nodes.drain.DrainNode;
import dev.binnacle.nodes.drain.DrainWish;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.RequestedTimes;
import dev.binnacle.operations.Submission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the contract's requests for procedures on nodes into submissions. */
@ApplicationScoped
class NodeSubmissionMapper {

  /** Cordons take milliseconds: the time is for an API server that is slow. */
  private static final Duration CORDON_TIME_LIMIT = Duration.ofMinutes(1);

  private final KnownClusters clusters;
  private final CordonNode cordonNode;
  private final UncordonNode uncordonNode;
  private final DrainNode drainNode;
  private final Clock clock;

  /** Required by CDI. */
  protected NodeSubmissionMapper() {
    this(null, null, null, null, null);
  }

  @Inject
  NodeSubmissionMapper(
      KnownClusters clusters,
      CordonNode cordonNode,
      UncordonNode uncordonNode,
      DrainNode drainNode,
      Clock clock) {
    this.clusters = clusters;
    this.cordonNode = cordonNode;
    this.uncordonNode = uncordonNode;
    this.drainNode = drainNode;
    this.clock = clock;
  }

  /** A cordon. */
  Submission<CordonWish> cordon(String cluster, String node, CordonRequest body, Request request) {
    return cordon(cordonNode, cluster, node, body, request);
  }

  /** The end of a cordon. */
  Submission<CordonWish> uncordon(
      String cluster, String node, CordonRequest body, Request request) {
    return cordon(uncordonNode, cluster, node, body, request);
  }

  private Submission<CordonWish> cordon(
      Procedure<CordonWish, ?> procedure,
      String cluster,
      String node,
      CordonRequest body,
      Request request) {
    return new Submission<>(
        procedure,
        NodeTarget.of(clusters.described(cluster), node),
        new CordonWish(request.caller().subject(), body.getReason()),
        request.caller(),
        body.getReason(),
        Optional.empty(),
        false,
        names(body.getOverrideGuards()),
        CORDON_TIME_LIMIT,
        request.idempotencyHash());
  }

  /** A drain. */
  Submission<DrainWish> drain(String cluster, String node, DrainRequest body, Request request) {
    var timeLimit = DrainOrder.timeLimit(Optional.ofNullable(body.getTimeout()));
    return new Submission<>(
        drainNode,
        NodeTarget.of(clusters.described(cluster), node),
        new DrainWish(
            DrainOrder.gracePeriod(Optional.ofNullable(body.getGracePeriod()), timeLimit),
            Boolean.TRUE.equals(body.getDeleteEmptyDirData()),
            Boolean.TRUE.equals(body.getDeletePodsWithoutController()),
            DrainOrder.podSelector(Optional.ofNullable(body.getPodSelector())),
            request.caller().subject(),
            body.getReason()),
        request.caller(),
        body.getReason(),
        RequestedTimes.schedule(
            Optional.ofNullable(body.getScheduledAt()).map(OffsetDateTime::toInstant),
            clock.instant()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        timeLimit,
        request.idempotencyHash());
  }

  private static Set<String> names(List<String> guards) {
    return Set.copyOf(Optional.ofNullable(guards).orElse(List.of()));
  }
}
