package dev.binnacle.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.problems.ProblemException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardResultTest {

  @Test
  void onlyABlockBlocks() {
    assertThat(GuardResult.pass("A", "fine").blocks()).isFalse();
    assertThat(GuardResult.warn("A", "hm").blocks()).isFalse();
    assertThat(GuardResult.notAvailable("A", "unknown").blocks()).isFalse();
    assertThat(GuardResult.block("A", "no").blocks()).isTrue();
  }

  @Test
  void anOverrideByNameLiftsABlock() {
    assertThat(GuardResult.block("A", "no").overriddenBy(Set.of("A")).blocks()).isFalse();
    assertThat(GuardResult.block("A", "no").overriddenBy(Set.of("B")).blocks()).isTrue();
  }

  @Test
  void nobodyOverridesTheImpossible() {
    assertThat(GuardResult.forbid("A", "never").overriddenBy(Set.of("A")).blocks()).isTrue();
  }

  @Test
  void anOverrideOfWhatPassesIsNotRecorded() {
    assertThat(GuardResult.pass("A", "fine").overriddenBy(Set.of("A")).overridden()).isFalse();
  }

  @Test
  void theProblemOfABlockListsAllGuards() {
    var results = List.of(GuardResult.pass("A", "fine"), GuardResult.block("B", "no"));

    assertThatThrownBy(() -> GuardEvaluation.refuseBlocked(results))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().extensions()).containsEntry("guards", results));
    assertThatCode(() -> GuardEvaluation.refuseBlocked(results.subList(0, 1)))
        .doesNotThrowAnyException();
  }
}
