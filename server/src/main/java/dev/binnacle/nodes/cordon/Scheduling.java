package dev.binnacle.nodes.cordon;

import dev.binnacle.operations.StepContext;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.kubernetes.KubernetesCluster;
import dev.binnacle.platform.kubernetes.NodeChange;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Cordons and uncordons one node as parts of a step. Each looks at the real state first, so that it
 * can be cut off at any instant and begin again. Cordon and note are one change of the node as it
 * was seen: a cordoned node with the note of an operation was cordoned by that operation.
 */
public final class Scheduling {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final KubernetesCluster cluster;
  private final String node;
  private final String uid;

  /** The scheduling of exactly that node. */
  public Scheduling(KubernetesCluster cluster, String node, String uid) {
    this.cluster = cluster;
    this.node = node;
    this.uid = uid;
  }

  /**
   * Lets the API server check that the node may be cordoned or uncordoned, and change nothing: a
   * missing permission comes to light before anything has begun.
   *
   * @throws ProblemException when the API server would refuse
   */
  public void rehearse(boolean unschedulable) {
    cluster.change(node, NodeChange.NONE.unschedulable(unschedulable), true);
  }

  /**
   * Cordons the node unless it is cordoned, waiting for an API server that does not answer.
   *
   * @return whether this operation did it, now or before it was cut off
   * @throws ProblemException when the node is gone or another one, or the API server refuses
   */
  public boolean cordon(StepContext<?> context, String by, String reason) {
    return attempt(
        context,
        node + " to be cordoned",
        () -> {
          var seen = look();
          if (seen.unschedulable()) {
            return isOurs(seen, context);
          }
          context.beforeEffect("Cordoning " + node + ".");
          var note = new CordonNote(context.operationId(), by, context.clock().instant(), reason);
          cluster.change(node, change(seen, true, Optional.of(note.text())), false);
          return true;
        });
  }

  /**
   * Whether the node is cordoned now.
   *
   * @throws ProblemException when the node is gone or another one
   */
  public boolean isCordoned() {
    return look().unschedulable();
  }

  /**
   * Uncordons the node unless it takes pods, and takes the note off it; waits for an API server
   * that does not answer.
   *
   * @throws ProblemException when the node is gone or another one, or the API server refuses
   */
  public void uncordon(StepContext<?> context) {
    attempt(
        context,
        node + " to be uncordoned",
        () -> {
          var seen = look();
          if (!seen.unschedulable() && !seen.annotations().containsKey(CordonNote.ANNOTATION)) {
            return seen;
          }
          context.beforeEffect("Uncordoning " + node + ".");
          return cluster.change(node, change(seen, false, Optional.empty()), false);
        });
  }

  /**
   * Gives the node back if this operation has cordoned it, and leaves it alone otherwise.
   *
   * @return whether it was given back
   * @throws ProblemException when the node is gone or another one, or the API server refuses
   */
  public boolean restore(StepContext<?> context) {
    boolean ours = isOurs(look(), context);
    if (ours) {
      uncordon(context);
    }
    return ours;
  }

  private static boolean isOurs(NodeState seen, StepContext<?> context) {
    return CordonNote.on(seen)
        .filter(note -> note.operationId().equals(context.operationId()))
        .isPresent();
  }

  private static NodeChange change(NodeState seen, boolean unschedulable, Optional<String> note) {
    return NodeChange.NONE
        .unschedulable(unschedulable)
        .annotations(Map.of(CordonNote.ANNOTATION, note))
        .onlyAt(seen.resourceVersion());
  }

  /**
   * Begins again with a new look when somebody has changed the node meanwhile, and when the API
   * server does not answer, which leaves open whether it has heard.
   */
  private static <T> T attempt(StepContext<?> context, String what, Supplier<T> work) {
    var told = new AtomicBoolean();
    return context.await(
        what,
        PAUSE,
        () -> {
          try {
            return Optional.of(work.get());
          } catch (ProblemException refused) {
            if (refused.problem().code() != ProblemCode.ETAG_MISMATCH) {
              Tolerance.SILENCE.require(refused);
              if (!told.getAndSet(true)) {
                context.progress("The API server does not answer; this step goes on when it does.");
              }
            }
            return Optional.empty();
          }
        });
  }

  private NodeState look() {
    return cluster
        .nodeNow(node)
        .filter(seen -> seen.uid().equals(uid))
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.PLATFORM_CHANGED,
                    "The node " + node + " is gone, or another one has its name.")
                .withRemedy("Look at the nodes of the cluster, and start again if it is needed.")
                .asException());
  }
}
