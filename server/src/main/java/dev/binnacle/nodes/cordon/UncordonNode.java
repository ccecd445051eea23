package dev.binnacle.nodes.cordon;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.kubernetes.NodeState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Lets new pods onto a node again. */
@ApplicationScoped
public class UncordonNode implements Procedure<CordonWish, CordonIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "UNCORDON_NODE";

  private static final String STEP = "uncordon";
  private static final String CHANGED = "changed";
  private static final String NODE_READY = "NODE_READY";

  private final KnownClusters clusters;

  /** Required by CDI. */
  protected UncordonNode() {
    this(null);
  }

  /** The procedure on the clusters of the platform. */
  @Inject
  public UncordonNode(KnownClusters clusters) {
    this.clusters = clusters;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String operationId() {
    return "uncordonNode";
  }

  @Override
  public String conflictClass() {
    return NodeTarget.CONFLICT_CLASS;
  }

  /** Nothing that runs is touched. */
  @Override
  public boolean disruptive() {
    return false;
  }

  @Override
  public Class<CordonWish> requestType() {
    return CordonWish.class;
  }

  @Override
  public Class<CordonIntent> intentType() {
    return CordonIntent.class;
  }

  @Override
  public Proposal<CordonIntent> propose(Target target, CordonWish wish) {
    var node = clusters.nodeNow(target.cluster(), target.name());
    var intent =
        new CordonIntent(target.cluster(), node.name(), node.uid(), wish.by(), wish.reason());
    if (node.unschedulable()) {
      scheduling(intent).rehearse(false);
    }
    var step =
        new PlannedStep(
            STEP,
            "Uncordon the node",
            "Marks %s schedulable, and takes off it who cordoned it.".formatted(node.name()),
            node.unschedulable() ? List.of("the node " + node.name()) : List.of(),
            true);
    var plan =
        new Plan(
            node.unschedulable()
                ? node.name() + " takes new pods again."
                : node.name() + " is not cordoned: nothing is to do.",
            List.of(step),
            "A cancel before \"%s\" changes nothing. After it nothing is undone: cordon the node."
                .formatted(STEP),
            warnings(node),
            Duration.ofSeconds(1));
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
  public List<Step<CordonIntent>> steps(CordonIntent intent) {
    return List.of(Step.of(STEP, this::uncordon));
  }

  private StepReport uncordon(StepContext<CordonIntent> context) {
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

  private Scheduling scheduling(CordonIntent intent) {
    return new Scheduling(clusters.of(intent.cluster()), intent.node(), intent.uid());
  }

  private static boolean changed(StepContext<CordonIntent> context) {
    return context.recall(CHANGED).map(Boolean::parseBoolean).orElse(false);
  }

  @Override
  public Object result(StepContext<CordonIntent> context) {
    return new CordonResult(KIND, context.intent().node(), changed(context));
  }
}
