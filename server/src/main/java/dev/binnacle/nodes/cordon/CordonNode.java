package dev.binnacle.nodes.cordon;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.OperationQueries;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Keeps new pods off a node, and writes on it who wanted that. */
@ApplicationScoped
public class CordonNode extends SchedulingProcedure {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "CORDON_NODE";

  private final OperationQueries operations;

  /** Required by CDI. */
  protected CordonNode() {
    this(null, null);
  }

  /** The procedure on the clusters of the platform. */
  @Inject
  public CordonNode(KnownClusters clusters, OperationQueries operations) {
    super(clusters, KIND, "cordonNode", "cordon");
    this.operations = operations;
  }

  @Override
  public Proposal<CordonIntent> propose(Target target, CordonWish wish) {
    var node = clusters().nodeNow(target.cluster(), target.name());
    var intent = intent(target, node, wish);
    if (node.unschedulable()) {
      return new Proposal<>(
          intent, plan(intent, "is cordoned already: nothing is to do.", List.of()), List.of());
    }
    scheduling(intent).rehearse(true);
    return new Proposal<>(
        intent,
        plan(
            intent,
            "takes no new pods; those that it runs stay.",
            List.of("the node " + intent.node())),
        NodeGuards.evaluate(
            node,
            clusters().of(target.cluster()).nodesNow(),
            DisturbedNodes.of(target.cluster(), operations)));
  }

  private Plan plan(CordonIntent intent, String outcome, List<String> touches) {
    return plan(
        intent.node() + " " + outcome,
        "Cordon the node",
        "Writes on %s who cordons it and why, and marks it unschedulable.".formatted(intent.node()),
        touches,
        "uncordon",
        List.of());
  }

  @Override
  StepReport change(StepContext<CordonIntent> context) {
    var intent = context.intent();
    boolean changed = scheduling(intent).cordon(context, intent.by(), intent.reason());
    context.remember(CHANGED, String.valueOf(changed));
    return StepReport.of(
        changed
            ? intent.node() + " is cordoned."
            : intent.node() + " was cordoned already: nothing was to do.",
        Fact.of(CHANGED, changed));
  }
}
