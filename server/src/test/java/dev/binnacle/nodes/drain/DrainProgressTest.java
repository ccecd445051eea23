package dev.binnacle.nodes.drain;

import static dev.binnacle.nodes.drain.GivenPods.NOW;
import static dev.binnacle.nodes.drain.GivenPods.budget;
import static dev.binnacle.nodes.drain.GivenPods.pod;
import static dev.binnacle.nodes.drain.GivenPods.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.nodes.drain.PodProgress.Phase;
import dev.binnacle.platform.kubernetes.EvictionAnswer;
import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.PodReference;
import dev.binnacle.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrainProgressTest {

  private static final PodReference WEB = pod("web").pod().reference();
  private static final EvictionAnswer BLOCKED =
      new EvictionAnswer.BlockedByBudget("not now", Optional.empty(), Optional.of(Duration.ZERO));

  private static DrainProgress seen(DrainProgress before, Instant now, GivenPods.Given... present) {
    return before.seen(
        Arrays.stream(present).map(GivenPods.Given::pod).toList(), wish(), LabelSelector.ALL, now);
  }

  private static DrainProgress started() {
    return seen(DrainProgress.NONE, NOW, pod("web"), pod("canal").ofDaemonSet());
  }

  private static DrainProgress asked(DrainProgress before) {
    return before.asking(List.of(WEB));
  }

  private static DrainProgress answered(DrainProgress before, EvictionAnswer answer, Instant now) {
    return before.answered(WEB, answer, List.of(budget("web", 5, 3, 3)), now);
  }

  private static PodProgress web(DrainProgress progress) {
    return progress.pods().stream().filter(pod -> pod.pod().equals(WEB)).findFirst().orElseThrow();
  }

  @Test
  void aPodIsEvictedWaitedForAndGone() {
    assertThat(started().due(NOW)).containsExactly(WEB);

    var accepted = answered(asked(started()), new EvictionAnswer.Accepted(), NOW);
    assertThat(accepted.due(NOW)).isEmpty();
    assertThat(accepted.complete()).isFalse();

    var ending = seen(accepted, NOW.plusSeconds(1), pod("web").terminating());
    assertThat(ending.words()).isEqualTo("0 of 1 pods are gone; 1 is ending.");

    var gone = seen(ending, NOW.plusSeconds(9));
    assertThat(gone.complete()).isTrue();
    assertThat(DrainedPod.of(web(gone)))
        .isEqualTo(
            new DrainedPod(
                "shop",
                "web",
                "uid-web",
                DrainedPod.Outcome.EVICTED,
                1,
                Optional.empty(),
                Optional.of(NOW),
                Optional.of(NOW.plusSeconds(9))));
  }

  @Test
  void aSuccessorOfTheSameNameIsAnotherPod() {
    var accepted = answered(asked(started()), new EvictionAnswer.Accepted(), NOW);
    var successor = new PodReference("shop", "web", "another-uid");
    assertThat(answered(accepted, new EvictionAnswer.Replaced("uid"), NOW).complete()).isTrue();
    assertThat(accepted.pods()).extracting(PodProgress::pod).doesNotContain(successor);
  }

  @Test
  void aPodThatBelongsToSomebodyElseNowWasReplaced() {
    var replaced = answered(asked(started()), new EvictionAnswer.Replaced("uid"), NOW);
    assertThat(web(replaced).outcome()).isEqualTo(DrainedPod.Outcome.REPLACED);
  }

  @Test
  void whoNeverAskedDoesNotClaimIt() {
    assertThat(web(seen(started(), NOW.plusSeconds(1))).outcome())
        .isEqualTo(DrainedPod.Outcome.ALREADY_GONE);
    var blocked = answered(asked(started()), BLOCKED, NOW);
    assertThat(web(seen(blocked, NOW.plusSeconds(1))).outcome())
        .isEqualTo(DrainedPod.Outcome.ALREADY_GONE);
  }

  @Test
  void anEvictionWithoutAnAnswerIsAskedForAgainOnlyIfThePodStays() {
    var unheard = asked(started()).unheard(WEB, NOW);
    assertThat(unheard.due(NOW)).isEmpty();
    assertThat(unheard.due(NOW.plusSeconds(5))).containsExactly(WEB);

    var ending = seen(unheard, NOW.plusSeconds(5), pod("web").terminating());
    assertThat(ending.due(NOW.plusSeconds(60))).isEmpty();
    assertThat(web(seen(ending, NOW.plusSeconds(9))).outcome())
        .isEqualTo(DrainedPod.Outcome.EVICTED);
  }

  @Test
  void aServerThatDiedBetweenTheQuestionAndTheAnswerLooksFirst() {
    var stored = Json.read(Json.write(asked(started())), DrainProgress.class);
    var after = seen(stored, NOW.plusSeconds(20), pod("web").terminating());
    assertThat(after.due(NOW.plusSeconds(20))).isEmpty();
    assertThat(web(seen(after, NOW.plusSeconds(30))).outcome())
        .isEqualTo(DrainedPod.Outcome.EVICTED);
  }

  @Test
  void aBlockedPodIsAskedForAgainLaterAndNamedWithItsBudget() {
    var blocked = answered(asked(started()), BLOCKED, NOW);
    assertThat(blocked.due(NOW)).isEmpty();
    assertThat(blocked.due(NOW.plusSeconds(1))).containsExactly(WEB);
    assertThat(blocked.words())
        .isEqualTo(
            "0 of 1 pods are gone; held: shop/web (The budget shop/web needs 3 healthy pods and"
                + " has 3).");
    assertThat(blocked.isHopeless(NOW.plusSeconds(3600))).isFalse();
  }

  @Test
  void patienceGrows() {
    var progress = started();
    for (int attempt = 1; attempt <= 7; attempt++) {
      progress = answered(asked(progress), BLOCKED, NOW);
    }
    assertThat(progress.due(NOW.plusSeconds(4))).isEmpty();
    assertThat(progress.due(NOW.plusSeconds(5))).containsExactly(WEB);
  }

  @Test
  void theAdviceOfABusyApiServerIsFollowed() {
    var throttled =
        answered(
            asked(started()),
            new EvictionAnswer.Throttled("busy", Optional.of(Duration.ofSeconds(10))),
            NOW);
    assertThat(throttled.due(NOW.plusSeconds(9))).isEmpty();
    assertThat(throttled.due(NOW.plusSeconds(10))).containsExactly(WEB);
  }

  @Test
  void onlyWhenNothingButTheHopelessIsLeftForAWhileTheDrainGivesUp() {
    var never = new EvictionAnswer.SeveralBudgets("two");
    var stuck = answered(asked(started()), never, NOW);
    assertThat(stuck.isHopeless(NOW.plusSeconds(29))).isFalse();
    var again = answered(asked(stuck), never, NOW.plusSeconds(20));
    assertThat(again.isHopeless(NOW.plusSeconds(30))).isTrue();

    var another = seen(again, NOW.plusSeconds(30), pod("web"), pod("api").terminating());
    assertThat(another.isHopeless(NOW.plusSeconds(60))).isFalse();
  }

  @Test
  void hopeReturnsWithAnotherAnswer() {
    var stuck = answered(asked(started()), new EvictionAnswer.SeveralBudgets("two"), NOW);
    var slow = answered(asked(stuck), BLOCKED, NOW.plusSeconds(20));
    assertThat(slow.isHopeless(NOW.plusSeconds(3600))).isFalse();
  }

  @Test
  void podsThatComeWhileItRunsGoToo() {
    var gone = seen(answered(asked(started()), new EvictionAnswer.Accepted(), NOW), NOW);
    assertThat(gone.complete()).isTrue();
    var late = seen(gone, NOW.plusSeconds(2), pod("late"));
    assertThat(late.due(NOW.plusSeconds(2))).extracting(PodReference::name).containsExactly("late");
  }

  @Test
  void aLatePodIsNeverTakenWithoutAcknowledgement() {
    var late = seen(started(), NOW, pod("web"), pod("debug").alone());
    assertThat(late.due(NOW.plusSeconds(3600)))
        .extracting(PodReference::name)
        .containsExactly("web");
    var open = late.open().stream().filter(pod -> pod.phase() == Phase.UNACKNOWLEDGED).toList();
    assertThat(open).hasSize(1);
    assertThat(open.getFirst().heldBy().orElseThrow()).contains("no controller");
  }

  @Test
  void aPodThatWasThoughtGoneAndIsThereIsTakenUpAgain() {
    var gone = seen(started(), NOW);
    assertThat(seen(gone, NOW, pod("web")).due(NOW)).containsExactly(WEB);
  }

  @Test
  void everyPodHasItsPlaceInTheResult() {
    var done =
        seen(
            answered(asked(started()), new EvictionAnswer.Accepted(), NOW),
            NOW.plusSeconds(3),
            pod("canal").ofDaemonSet());
    var result = DrainResult.of("worker-1", true, done, Duration.ofSeconds(3));
    assertThat(result.evicted()).isEqualTo(1);
    assertThat(result.skipped()).isEqualTo(1);
    assertThat(result.pods())
        .extracting(DrainedPod::outcome)
        .containsExactly(DrainedPod.Outcome.SKIPPED_DAEMON_SET, DrainedPod.Outcome.EVICTED);
  }
}
