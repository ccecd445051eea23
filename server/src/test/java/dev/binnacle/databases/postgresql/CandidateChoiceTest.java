package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidateChoiceTest {

  @Test
  void amongEqualsTheNameDecides() {
    assertThat(choose(GivenSnapshot.healthy())).isEqualTo("b");
  }

  @Test
  void thePriorityComesBeforeTheName() {
    assertThat(choose(GivenSnapshot.healthy().priority("c", 2))).isEqualTo("c");
  }

  @Test
  void theLeastLagComesBeforeThePriority() {
    assertThat(choose(GivenSnapshot.healthy().priority("b", 2).lag("b", 1L))).isEqualTo("c");
  }

  @Test
  void anUnknownLagComesLast() {
    assertThat(choose(GivenSnapshot.healthy().lag("b", null).lag("c", 900L))).isEqualTo("c");
  }

  @Test
  void aSynchronousStandbyComesBeforeTheLag() {
    assertThat(choose(GivenSnapshot.healthy().role("c", "sync_standby").lag("c", 5L)))
        .isEqualTo("c");
  }

  @Test
  void whoStreamsComesBeforeWhoDoesNot() {
    assertThat(choose(GivenSnapshot.healthy().notStreaming("b").lag("c", 5L))).isEqualTo("c");
  }

  @Test
  void whoAnswersComesBeforeEverybodyElse() {
    assertThat(choose(GivenSnapshot.healthy().role("b", "sync_standby").unreachable("b")))
        .isEqualTo("c");
  }

  @Test
  void theDeadOneIsChosenWhenThereIsNoOtherForTheGuardsToTellWhy() {
    assertThat(choose(GivenSnapshot.of("a", "b").unreachable("b"))).isEqualTo("b");
  }

  @Test
  void whoMustNeverLeadIsNotChosen() {
    assertThat(choose(GivenSnapshot.healthy().noFailover("b"))).isEqualTo("c");
    assertThat(choose(GivenSnapshot.healthy().priority("b", 0))).isEqualTo("c");
  }

  @Test
  void aNamedCandidateIsTaken() {
    assertThat(choose(GivenSnapshot.healthy().lag("c", 5L), "c")).isEqualTo("c");
  }

  @Test
  void whoCannotLeadIsRefused() {
    assertRefused(GivenSnapshot.healthy(), "nobody", "not a member");
    assertRefused(GivenSnapshot.healthy(), "a", "leader already");
    assertRefused(GivenSnapshot.healthy().noFailover("b"), "b", "must never lead");
    assertRefused(GivenSnapshot.of("a"), null, "No member besides the leader");
    assertRefused(GivenSnapshot.of("a", "b").noFailover("b"), null, "No member besides the leader");
  }

  private static void assertRefused(GivenSnapshot given, String candidate, String why) {
    var problem =
        catchThrowableOfType(ProblemException.class, () -> choose(given, candidate)).problem();
    assertThat(problem.code()).isEqualTo(ProblemCode.CANDIDATE_NOT_ELIGIBLE);
    assertThat(problem.errors())
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.pointer()).isEqualTo("/candidate");
          assertThat(violation.message()).contains(why);
        });
  }

  private static String choose(GivenSnapshot given) {
    return choose(given, null);
  }

  private static String choose(GivenSnapshot given, String candidate) {
    var snapshot = given.take();
    return CandidateChoice.of(
            snapshot, snapshot.leader().orElseThrow(), Optional.ofNullable(candidate))
        .name();
  }
}
