package dev.binnacle.nodes.cordon;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.OperationQueries;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Keeps new pods off a node, and writes on it who wanted that. */
@ApplicationScoped
public class CordonNode implements Procedure<CordonWish, CordonIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "CORDON_NODE";

  private static final String STEP = "cordon";
  private static final String CHANGED = "changed";

  private final KnownClusters clusters;
  private final OperationQueries operations;

  /** Required by CDI. */
  protected CordonNode() {
    this(null, null);
  }

  /** The procedure on the clusters of the platform. */
  @Inject
  public CordonNode(KnownClusters clusters, OperationQueries operations) {
    this.clusters = clusters;
    this.operations = operations;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String operationId() {
    return "cordonNode";
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
    if (!node.unschedulable()) {
      scheduling(intent).rehearse(true);
    }
    var step =
        new PlannedStep(
            STEP,
            "Cordon the node",
            "Writes on %s who cordons it and why, and marks it unschedulable."
                .formatted(node.name()),
            node.unschedulable() ? List.of() : List.of("the node " + node.name()),
            true);
    var plan =
        new Plan(
            node.unschedulable()
                ? node.name() + " is cordoned already: nothing is to do."
                : node.name() + " takes no new pods; those that it runs stay.",
            List.of(step),
            "A cancel before \"%s\" changes nothing. After it nothing is undone: uncordon the node."
                .formatted(STEP),
            List.of(),
            Duration.ofSeconds(1));
    return new Proposal<>(
        intent,
        plan,
        node.unschedulable()
            ? List.of()
            : NodeGuards.evaluate(
                node,
                clusters.of(target.cluster()).nodesNow(),
                DisturbedNodes.of(target.cluster(), operations)));
  }

  @Override
  public List<Step<CordonIntent>> steps(CordonIntent intent) {
    return List.of(Step.of(STEP, this::cordon));
  }

  private StepReport cordon(StepContext<CordonIntent> context) {
    var intent = context.intent();
    boolean changed = scheduling(intent).cordon(context, intent.by(), intent.reason());
    context.remember(CHANGED, String.valueOf(changed));
    return StepReport.of(
        changed
            ? intent.node() + " is cordoned."
            : intent.node() + " was cordoned already: nothing was to do.",
        Fact.of(CHANGED, changed));
  }

  private Scheduling scheduling(CordonIntent intent) {
    return new Scheduling(clusters.of(intent.cluster()), intent.node(), intent.uid());
  }

  @Override
  public Object result(StepContext<CordonIntent> context) {
    return new CordonResult(
        KIND,
        context.intent().node(),
        context.recall(CHANGED).map(Boolean::parseBoolean).orElseThrow());
  }
}
