package dev.binnacle.nodes.cordon;

import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.kubernetes.NodeState;
import java.time.Duration;
import java.util.List;

/** What cordon and uncordon have in common: one step that changes one mark of one node. */
abstract class SchedulingProcedure implements Procedure<CordonWish, CordonIntent> {

  /** Whether the step found something to do; remembered, as afterwards nothing else tells. */
  static final String CHANGED = "changed";

  private final KnownClusters clusters;
  private final ProcedureProfile<CordonWish, CordonIntent> profile;
  private final String step;

  SchedulingProcedure(KnownClusters clusters, String kind, String operationId, String step) {
    this.clusters = clusters;
    this.profile =
        ProcedureProfile.harmless(
            kind, operationId, ProcedureProfile.DISRUPTION, CordonWish.class, CordonIntent.class);
    this.step = step;
  }

  @Override
  public ProcedureProfile<CordonWish, CordonIntent> profile() {
    return profile;
  }

  KnownClusters clusters() {
    return clusters;
  }

  static CordonIntent intent(Target target, NodeState node, CordonWish wish) {
    return new CordonIntent(target.cluster(), node.name(), node.uid(), wish.by(), wish.reason());
  }

  Scheduling scheduling(CordonIntent intent) {
    return new Scheduling(clusters.of(intent.cluster()), intent.node(), intent.uid());
  }

  Plan plan(
      String summary,
      String title,
      String description,
      List<String> touches,
      String undo,
      List<String> warnings) {
    return new Plan(
        summary,
        List.of(new PlannedStep(step, title, description, touches, true)),
        "A cancel before \"%s\" changes nothing. After it nothing is undone: %s the node."
            .formatted(step, undo),
        warnings,
        Duration.ofSeconds(1));
  }

  @Override
  public List<Step<CordonIntent>> steps(CordonIntent intent) {
    return List.of(Step.of(step, this::change));
  }

  /** The one step. */
  abstract StepReport change(StepContext<CordonIntent> context);

  static boolean changed(StepContext<CordonIntent> context) {
    return context.recall(CHANGED).map(Boolean::parseBoolean).orElse(false);
  }

  @Override
  public Object result(StepContext<CordonIntent> context) {
    return new CordonResult(profile.kind(), context.intent().node(), changed(context));
  }
}
