package dev.binnacle.nodes.drain;

import dev.binnacle.nodes.cordon.DisturbedNodes;
import dev.binnacle.nodes.cordon.KnownClusters;
import dev.binnacle.nodes.cordon.NodeGuards;
import dev.binnacle.nodes.cordon.Scheduling;
import dev.binnacle.nodes.drain.EvictionCalls.Outcome;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.OperationQueries;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.Component;
import dev.binnacle.platform.kubernetes.EvictionAnswer;
import dev.binnacle.platform.kubernetes.KubernetesCluster;
import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.platform.kubernetes.PodReference;
import dev.binnacle.platform.kubernetes.PodState;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Empties a node: cordons it and evicts its pods through the eviction API, each by its UID, until
 * every one is really gone.
 */
@ApplicationScoped
public class DrainNode implements Procedure<DrainWish, DrainIntent> {

  /** The kind of the procedure, of its plan's detail and of its result. */
  public static final String KIND = "DRAIN_NODE";

  private static final Duration USUAL_START = Duration.ofSeconds(5);

  private static final ProcedureProfile<DrainWish, DrainIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND, "drainNode", ProcedureProfile.DISRUPTION, DrainWish.class, DrainIntent.class);

  private final KnownClusters clusters;
  private final OperationQueries operations;

  /** Required by CDI. */
  protected DrainNode() {
    this(null, null);
  }

  /** The procedure on the clusters of the platform. */
  @Inject
  public DrainNode(KnownClusters clusters, OperationQueries operations) {
    this.clusters = clusters;
    this.operations = operations;
  }

  @Override
  public ProcedureProfile<DrainWish, DrainIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<DrainIntent> propose(Target target, DrainWish wish) {
    var selected = SelectedPods.of(wish);
    var node = clusters.nodeNow(target.cluster(), target.name());
    var cluster = clusters.of(target.cluster());
    var pods = cluster.podsOnNow(node.name());
    var budgets = cluster.disruptionBudgetsNow();
    if (!node.unschedulable()) {
      new Scheduling(cluster, node.name(), node.uid()).rehearse(true);
    }
    var answers = rehearse(target, cluster, DrainPreview.toRehearse(pods, wish, selected), wish);
    var preview = DrainPreview.of(pods, budgets, answers, wish, selected);
    var guards =
        Stream.concat(
                DrainGuards.evaluate(preview).stream(),
                NodeGuards.evaluate(
                    node, cluster.nodesNow(), DisturbedNodes.of(target.cluster(), operations))
                    .stream())
            .toList();
    var intent =
        new DrainIntent(target.cluster(), node.name(), node.uid(), wish, !node.unschedulable());
    return new Proposal<>(intent, plan(intent, node, pods, preview, guards), guards);
  }

  /** What the API server says to each eviction, without carrying it out. */
  private static Map<PodReference, EvictionAnswer> rehearse(
      Target target, KubernetesCluster cluster, List<PodReference> pods, DrainWish wish) {
    var answers = new HashMap<PodReference, EvictionAnswer>();
    new EvictionCalls(cluster, wish.gracePeriod())
        .ask(pods, true)
        .forEach((pod, outcome) -> {
          switch (outcome) {
            case Outcome.Answered(EvictionAnswer.Forbidden forbidden) ->
                throw notPermitted(target, forbidden);
            case Outcome.Answered(var answer) -> answers.put(pod, answer);
            case Outcome.Unheard(var problem) -> throw problem;
          }
        });
    return answers;
  }

  private static ProblemException notPermitted(Target target, EvictionAnswer.Forbidden forbidden) {
    return Problem.of(
            ProblemCode.COMPONENT_REFUSED,
            "Binnacle may not %s %s in the cluster %s."
                .formatted(forbidden.verb(), forbidden.resource(), target.cluster()))
        .withRemedy(
            "Grant the verb \"%s\" on the resource \"%s\" to Binnacle's user by a role."
                .formatted(forbidden.verb(), forbidden.resource()))
        .causedBy(Component.Type.KUBERNETES.name(), target.cluster(), forbidden.message())
        .asException();
  }

  private static Plan plan(
      DrainIntent intent,
      NodeState node,
      List<PodState> pods,
      List<PodPlan> preview,
      List<GuardResult> guards) {
    var detail = DrainPlanDetail.of(intent.node(), intent.previouslySchedulable(), preview);
    return new Plan(
            summary(intent, detail),
            steps(intent, detail),
            undo(intent),
            warnings(node, preview, guards),
            usualDuration(intent.wish(), pods))
        .withDetail(detail);
  }

  private static String summary(DrainIntent intent, DrainPlanDetail detail) {
    return "%s is cordoned, %s evicted, and %d left alone."
        .formatted(
            intent.node(),
            detail.toEvict() == 1 ? "1 pod is" : detail.toEvict() + " pods are",
            detail.toSkip());
  }

  private static List<PlannedStep> steps(DrainIntent intent, DrainPlanDetail detail) {
    return List.of(
        new PlannedStep(
            DrainSteps.CORDON_NODE,
            "Cordon the node",
            intent.previouslySchedulable()
                ? "Writes on %s who cordons it and why, and marks it unschedulable."
                    .formatted(intent.node())
                : "Finds %s cordoned already.".formatted(intent.node()),
            intent.previouslySchedulable() ? List.of("the node " + intent.node()) : List.of(),
            true),
        new PlannedStep(
            DrainSteps.EVICT_PODS,
            "Evict the pods",
            "Asks for the eviction of every pod that has to go, by its UID, as often as budgets make"
                + " it necessary, and waits until each is gone from the API server.",
            detail.pods().stream()
                .filter(pod -> !pod.outcome().isSkip())
                .map(pod -> "the pod " + pod.words())
                .toList(),
            true,
            true),
        new PlannedStep(
            DrainSteps.VERIFY_NODE,
            "Verify the node",
            "Reads the node and its pods once more: it is cordoned, and nothing is left that had to"
                + " go.",
            List.of(),
            false));
  }

  private static String undo(DrainIntent intent) {
    return intent.previouslySchedulable()
        ? "A cancel stops asking for evictions and uncordons %s. Evicted pods stay evicted."
            .formatted(intent.node())
        : "A cancel stops asking for evictions; %s stays cordoned, as it was before. Evicted pods stay evicted."
            .formatted(intent.node());
  }

  private static List<String> warnings(
      NodeState node, List<PodPlan> preview, List<GuardResult> guards) {
    var warnings = new ArrayList<String>();
    if (!node.isReady()) {
      warnings.add(
          "The kubelet of "
              + node.name()
              + " does not answer ("
              + node.ready().reason()
              + "): its pods stay terminating until it is back or the node is deleted.");
    }
    var alone =
        preview.stream()
            .filter(pod -> pod.outcome() == PodPlan.Outcome.EVICT && pod.controller().isEmpty())
            .map(PodPlan::words)
            .toList();
    if (!alone.isEmpty()) {
      warnings.add("Nothing makes these pods again: " + String.join(", ", alone) + ".");
    }
    guards.stream()
        .filter(guard -> guard.outcome() == GuardResult.Outcome.WARN)
        .map(GuardResult::message)
        .forEach(warnings::add);
    return warnings;
  }

  /** The longest grace of all, though most pods end sooner. */
  private static Duration usualDuration(DrainWish wish, List<PodState> pods) {
    return wish.gracePeriod()
        .or(() ->
            pods.stream()
                .filter(pod -> !pod.mirror() && !pod.isDaemonSetPod())
                .map(PodState::terminationGracePeriod)
                .max(Comparator.naturalOrder()))
        .orElse(Duration.ZERO)
        .plus(USUAL_START);
  }

  @Override
  public List<Step<DrainIntent>> steps(DrainIntent intent) {
    return new DrainSteps(intent, clusters).steps();
  }

  @Override
  public String restore(StepContext<DrainIntent> context) {
    var intent = context.intent();
    if (!new DrainMemory(context).cordonedHere()) {
      return intent.node() + " stays as it was before";
    }
    return new DrainSteps(intent, clusters).restoreNode(context);
  }

  @Override
  public Object result(StepContext<DrainIntent> context) {
    var memory = new DrainMemory(context);
    return DrainResult.of(
        context.intent().node(),
        memory.cordonedHere(),
        memory.progress(),
        Duration.between(memory.startedAt(), memory.emptyAt()).truncatedTo(ChronoUnit.MILLIS));
  }
}
