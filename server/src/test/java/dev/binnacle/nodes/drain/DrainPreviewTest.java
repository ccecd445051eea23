package dev.binnacle.nodes.drain;

import static dev.binnacle.nodes.drain.GivenPods.budget;
import static dev.binnacle.nodes.drain.GivenPods.pod;
import static dev.binnacle.nodes.drain.GivenPods.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.nodes.drain.PodPlan.Outcome;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.kubernetes.DisruptionBudget;
import dev.binnacle.platform.kubernetes.EvictionAnswer;
import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.PodReference;
import dev.binnacle.platform.kubernetes.PodState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrainPreviewTest {

  private static final EvictionAnswer BLOCKED =
      new EvictionAnswer.BlockedByBudget(
          "Cannot evict pod as it would violate the pod's disruption budget.",
          Optional.empty(),
          Optional.empty());

  private final Map<PodReference, EvictionAnswer> answers = new HashMap<>();

  private List<PodPlan> preview(List<DisruptionBudget> budgets, GivenPods.Given... given) {
    var pods = java.util.Arrays.stream(given).map(GivenPods.Given::pod).toList();
    pods.stream()
        .map(PodState::reference)
        .forEach(pod -> answers.putIfAbsent(pod, new EvictionAnswer.Accepted()));
    return DrainPreview.of(pods, budgets, answers, wish(), LabelSelector.ALL);
  }

  private void answer(GivenPods.Given pod, EvictionAnswer answer) {
    answers.put(pod.pod().reference(), answer);
  }

  @Test
  void everyPodIsInThePlanByName() {
    var plans = preview(List.of(), pod("web"), pod("etcd").mirror(), pod("canal").ofDaemonSet());
    assertThat(plans).extracting(PodPlan::name).containsExactly("canal", "etcd", "web");
    assertThat(plans)
        .extracting(PodPlan::outcome)
        .containsExactly(Outcome.SKIP_DAEMON_SET, Outcome.SKIP_MIRROR, Outcome.EVICT);
  }

  @Test
  void onlyPodsThatMayGoAreAskedAbout() {
    var pods =
        List.of(pod("web").pod(), pod("debug").alone().pod(), pod("old").terminating().pod());
    assertThat(DrainPreview.toRehearse(pods, wish(), LabelSelector.ALL))
        .extracting(PodReference::name)
        .containsExactly("web");
  }

  @Test
  void aBudgetLetsSoManyGoAndTheOthersWaitTheirTurn() {
    var plans = preview(List.of(budget("web", 5, 5, 3)), pod("web-1"), pod("web-2"), pod("web-3"));
    assertThat(plans)
        .extracting(PodPlan::outcome)
        .containsExactly(Outcome.EVICT, Outcome.EVICT, Outcome.BLOCKED_BY_BUDGET);
    assertThat(plans.getLast().reason()).contains("shop/web").contains("2 go at a time");
  }

  @Test
  void slowIsToldApartFromNever() {
    answer(pod("web-1"), BLOCKED);
    answer(pod("billing-1"), BLOCKED);
    var plans =
        preview(
            List.of(budget("web", 5, 3, 3), budget("billing", 1, 1, 1)),
            pod("web-1"),
            pod("billing-1"));
    assertThat(plans)
        .extracting(PodPlan::outcome)
        .containsExactly(Outcome.CAN_NEVER_SUCCEED, Outcome.BLOCKED_BY_BUDGET);
    assertThat(plans.getFirst().reason())
        .isEqualTo(
            "The budget shop/billing needs 1 healthy pod and has 1 of 1: even with every pod"
                + " healthy it lets none go.");
    assertThat(plans.getLast().reason())
        .isEqualTo("The budget shop/web needs 3 healthy pods and has 3.");
  }

  @Test
  void severalBudgetsNeverResolve() {
    answer(pod("web-1"), new EvictionAnswer.SeveralBudgets("more than one PodDisruptionBudget"));
    var second = budget("web", 3, 3, 1);
    var plans = preview(List.of(budget("web", 3, 3, 2), second), pod("web-1"));
    assertThat(plans.getFirst().outcome()).isEqualTo(Outcome.CAN_NEVER_SUCCEED);
    assertThat(plans.getFirst().reason()).contains("Several budgets");
    assertThat(plans.getFirst().budgets()).hasSize(2);
  }

  @Test
  void aPodThatWentAwayMeanwhileIsNotInThePlan() {
    answer(pod("web-1"), new EvictionAnswer.Gone());
    assertThat(preview(List.of(), pod("web-1"))).isEmpty();
  }

  @Test
  void anUnreadyPodTakesNothingFromItsBudget() {
    var plans = preview(List.of(budget("web", 3, 2, 1)), pod("web-1").unready(), pod("web-2"));
    assertThat(plans).extracting(PodPlan::outcome).containsOnly(Outcome.EVICT);
  }

  @Test
  void guardsFollowThePlan() {
    answer(pod("billing-1"), BLOCKED);
    var guards =
        DrainGuards.evaluate(
            preview(List.of(budget("billing", 1, 1, 1)), pod("billing-1"), pod("debug").alone()));
    assertThat(guards)
        .extracting(GuardResult::name, GuardResult::blocks, GuardResult::overridable)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("PODS_ACKNOWLEDGED", true, false),
            org.assertj.core.groups.Tuple.tuple("BUDGETS_CAN_ALLOW", true, true));
    assertThat(guards.getFirst().message()).contains("deletePodsWithoutController");
    assertThat(guards.getLast().evidence().getFirst().name()).isEqualTo("shop/billing-1");
  }

  @Test
  void aBudgetThatIsOnlySlowWarns() {
    answer(pod("web-1"), BLOCKED);
    var guards = DrainGuards.evaluate(preview(List.of(budget("web", 5, 3, 3)), pod("web-1")));
    assertThat(guards)
        .extracting(GuardResult::outcome)
        .containsExactly(GuardResult.Outcome.PASS, GuardResult.Outcome.WARN);
  }
}
