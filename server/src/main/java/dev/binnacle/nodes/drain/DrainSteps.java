package dev.binnacle.nodes.drain;

import dev.binnacle.nodes.cordon.KnownClusters;
import dev.binnacle.nodes.cordon.Scheduling;
import dev.binnacle.nodes.drain.EvictionCalls.Outcome;
import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.kubernetes.DisruptionBudget;
import dev.binnacle.platform.kubernetes.KubernetesCluster;
import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.PodReference;
import dev.binnacle.platform.kubernetes.PodState;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The steps of one run of a drain. Each looks at the real state before it does anything. */
final class DrainSteps {

  static final String CORDON_NODE = "cordon-node";
  static final String EVICT_PODS = "evict-pods";
  static final String VERIFY_NODE = "verify-node";

  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final List<DisruptionBudget> NO_BUDGETS = List.of();

  private final DrainIntent intent;
  private final KnownClusters clusters;
  private final LabelSelector selected;
  private String told = "";

  DrainSteps(DrainIntent intent, KnownClusters clusters) {
    this.intent = intent;
    this.clusters = clusters;
    this.selected = SelectedPods.of(intent.wish());
  }

  List<Step<DrainIntent>> steps() {
    return List.of(
        Step.of(CORDON_NODE, this::cordonNode),
        Step.of(EVICT_PODS, this::evictPods),
        Step.of(VERIFY_NODE, this::verifyNode));
  }

  private KubernetesCluster cluster() {
    return clusters.of(intent.cluster());
  }

  private Scheduling scheduling() {
    return new Scheduling(cluster(), intent.node(), intent.uid());
  }

  private StepReport cordonNode(StepContext<DrainIntent> context) {
    var memory = new DrainMemory(context);
    memory.started(context.clock().instant());
    boolean here = scheduling().cordon(context, intent.wish().by(), intent.wish().reason());
    memory.cordonedHere(here);
    return StepReport.of(
        here
            ? intent.node() + " is cordoned."
            : intent.node() + " was cordoned before, and stays so whatever happens.",
        Fact.of("previouslySchedulable", here));
  }

  private StepReport evictPods(StepContext<DrainIntent> context) {
    var memory = new DrainMemory(context);
    var done =
        context.await(
            () -> "the pods that are left on " + intent.node() + ": " + memory.progress().left(),
            PAUSE,
            () -> round(context, memory));
    memory.emptyAt(context.clock().instant());
    return StepReport.of(done.words());
  }

  /** One look and what follows from it; the progress once every pod is gone. */
  private Optional<DrainProgress> round(StepContext<DrainIntent> context, DrainMemory memory) {
    context.safePoint();
    var stored = memory.progress();
    var present = Tolerance.SILENCE.ask(this::look);
    if (present.isEmpty()) {
      tell(context, "The API server does not answer; the drain goes on when it does.");
      return Optional.empty();
    }
    var now = context.clock().instant();
    var progress = stored.seen(present.get(), intent.wish(), selected, now);
    var due = progress.due(now);
    if (!due.isEmpty()) {
      progress = progress.asking(due);
      memory.progress(progress);
      stored = progress;
      context.beforeEffect("Asking for the eviction of " + words(due) + ".");
      progress = ask(context, progress, due, present.get());
    }
    if (!progress.equals(stored)) {
      memory.progress(progress);
    }
    if (progress.complete()) {
      return Optional.of(progress);
    }
    tell(context, progress.words(), progress.facts());
    if (progress.isHopeless(context.clock().instant())) {
      throw hopeless(progress);
    }
    return Optional.empty();
  }

  /** Every pod of the node, provided that the node still is the one that was cordoned. */
  private List<PodState> look() {
    if (!scheduling().isCordoned()) {
      throw Problem.of(
              ProblemCode.PLATFORM_CHANGED,
              "Somebody has uncordoned " + intent.node() + " while it was drained.")
          .withRemedy("Find out who and why; a retry goes on once the node is cordoned again.")
          .asException();
    }
    return cluster().podsOnNow(intent.node());
  }

  private DrainProgress ask(
      StepContext<DrainIntent> context,
      DrainProgress asking,
      List<PodReference> due,
      List<PodState> present) {
    var outcomes = new EvictionCalls(cluster(), intent.wish().gracePeriod()).ask(due, false);
    var now = context.clock().instant();
    var budgets = outcomes.values().stream().anyMatch(Outcome::isHeld) ? budgets() : NO_BUDGETS;
    var pods = present.stream().collect(Collectors.toMap(PodState::reference, Function.identity()));
    var progress = asking;
    for (Map.Entry<PodReference, Outcome> asked : outcomes.entrySet()) {
      var pod = asked.getKey();
      progress =
          switch (asked.getValue()) {
            case Outcome.Answered(var answer) ->
                progress.answered(pod, answer, protecting(budgets, pods.get(pod)), now);
            case Outcome.Unheard(var problem) -> {
              Tolerance.SILENCE.require(problem);
              yield progress.unheard(pod, now);
            }
          };
    }
    return progress;
  }

  private List<DisruptionBudget> budgets() {
    return Tolerance.SILENCE.ask(cluster()::disruptionBudgetsNow).orElse(NO_BUDGETS);
  }

  private static List<DisruptionBudget> protecting(List<DisruptionBudget> budgets, PodState pod) {
    return budgets.stream().filter(budget -> budget.selects(pod)).toList();
  }

  /** Says how it goes, unless that has not changed. */
  private void tell(StepContext<DrainIntent> context, String words, Fact... facts) {
    if (!words.equals(told)) {
      context.progress(words, facts);
      told = words;
    }
  }

  private StepReport verifyNode(StepContext<DrainIntent> context) {
    var memory = new DrainMemory(context);
    var present =
        context.await(
            "an answer of the API server", PAUSE, () -> Tolerance.SILENCE.ask(this::look));
    var progress =
        memory.progress().seen(present, intent.wish(), selected, context.clock().instant());
    if (!progress.complete()) {
      throw Problem.of(
              ProblemCode.PLATFORM_CHANGED,
              "More pods came to %s in spite of its cordon: %s."
                  .formatted(intent.node(), progress.left()))
          .withRemedy("Look for what puts pods there past the scheduler; then drain once more.")
          .asException();
    }
    memory.progress(progress);
    return StepReport.of(
        "%s is cordoned, and nothing that had to go is left on it.".formatted(intent.node()));
  }

  /** Gives the node back, as soon as the API server answers; says what came of it. */
  String restoreNode(StepContext<DrainIntent> context) {
    return context.await(
        "an answer of the API server, to uncordon " + intent.node(),
        PAUSE,
        () ->
            Tolerance.SILENCE.ask(() -> {
              scheduling().restore(context);
              return intent.node()
                  + (scheduling().isCordoned()
                      ? " stays cordoned, by somebody else's wish"
                      : " is uncordoned again");
            }));
  }

  private ProblemException hopeless(DrainProgress progress) {
    return Problem.of(
            ProblemCode.PODS_NOT_EVICTABLE,
            "What is left on %s cannot go by waiting: %s."
                .formatted(intent.node(), progress.left()))
        .withRemedy(BudgetWords.remedy() + " A retry continues with the pods that are left.")
        .asException();
  }

  private static String words(List<PodReference> pods) {
    return pods.size() == 1 ? pods.getFirst().toString() : pods.size() + " pods";
  }
}
