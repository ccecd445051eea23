package dev.binnacle.nodes.cordon;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.kubernetes.NodeState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Lets new pods onto a node again. */
@ApplicationScoped
public class UncordonNode extends SchedulingProcedure {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "UNCORDON_NODE";

  private static final String NODE_READY = "NODE_READY";

  /** Required by CDI. */
  protected UncordonNode() {
    this(null);
  }

  /** The procedure on the clusters of the platform. */
  @Inject
  public UncordonNode(KnownClusters clusters) {
    super(clusters, KIND, "uncordonNode", "uncordon");
  }

  @Override
  public Proposal<CordonIntent> propose(Target target, CordonWish wish) {
    var node = clusters().nodeNow(target.cluster(), target.name());
    var intent = intent(target, node, wish);
    if (node.unschedulable()) {
      scheduling(intent).rehearse(false);
    }
    var plan =
        plan(
            node.unschedulable()
                ? node.name() + " takes new pods again."
                : node.name() + " is not cordoned: nothing is to do.",
            "Uncordon the node",
            "Marks %s schedulable, and takes off it who cordoned it.".formatted(node.name()),
            node.unschedulable() ? List.of("the node " + node.name()) : List.of(),
            "cordon",
            warnings(node));
    return new Proposal<>(intent, plan, List.of(ready(node)));
  }

  private static List<String> warnings(NodeState node) {
    return CordonNote.on(node)
        .map(note ->
            List.of("%s cordoned it at %s: \"%s\".".formatted(note.by(), note.at(), note.reason())))
        .orElse(List.of());
  }

  private static GuardResult ready(NodeState node) {
    return node.isReady()
        ? GuardResult.pass(NODE_READY, node.name() + " is ready.")
        : GuardResult.warn(
            NODE_READY,
            node.name() + " is not ready: the scheduler still avoids it.",
            Fact.of("reason", node.ready().reason()));
  }

  @Override
  StepReport change(StepContext<CordonIntent> context) {
    var intent = context.intent();
    var scheduling = scheduling(intent);
    // Remembered before the effect: afterwards nothing on the node tells what it was.
    if (scheduling.isCordoned()) {
      context.remember(CHANGED, String.valueOf(true));
    }
    scheduling.uncordon(context);
    boolean changed = changed(context);
    return StepReport.of(
        changed
            ? intent.node() + " takes new pods again."
            : intent.node() + " was not cordoned: nothing was to do.",
        Fact.of(CHANGED, changed));
  }
}
