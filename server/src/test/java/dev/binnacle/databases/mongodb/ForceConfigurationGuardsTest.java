package dev.binnacle.databases.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import dev.binnacle.platform.mongodb.MemberState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForceConfigurationGuardsTest {

  @Test
  void aSetThatHasLostItsMajorityMayBeForced() {
    var guards = guards(lost(), List.of("a:1"));

    assertThat(guards).extracting(GuardResult::outcome).doesNotContain(Outcome.BLOCK);
    assertThat(outcome(guards, ForceConfigurationGuards.LOST_MEMBERS_SILENT))
        .as("silence proves no death")
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void aSetThatHasAPrimaryIsNeverForced() {
    var guard =
        guards(GivenPicture.healthy(), List.of("a:1")).stream()
            .filter(found -> found.name().equals(ForceConfigurationGuards.MAJORITY_LOST))
            .findFirst()
            .orElseThrow();

    assertThat(guard.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(guard.overridable()).isFalse();
  }

  @Test
  void aSetThatCanElectIsNeverForced() {
    var electing =
        GivenPicture.healthy().in("a:1", MemberState.SECONDARY).in("c:1", MemberState.DOWN);

    assertThat(outcome(guards(electing, List.of("a:1")), ForceConfigurationGuards.MAJORITY_LOST))
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void whoIsKeptHasToAnswer() {
    assertThat(
            outcome(
                guards(lost(), List.of("a:1", "b:1")), ForceConfigurationGuards.KEPT_MEMBERS_READY))
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void whoIsKeptHasToBeAbleToLead() {
    var never = lost().configured(given -> given.with("a:1", ", priority: 0"));

    assertThat(outcome(guards(never, List.of("a:1")), ForceConfigurationGuards.KEPT_MEMBERS_READY))
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void whoAnswersIsNotGivenUp() {
    var recovering = lost().in("b:1", MemberState.RECOVERING);

    assertThat(
            outcome(
                guards(recovering, List.of("a:1")), ForceConfigurationGuards.LOST_MEMBERS_SILENT))
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void whatTheLostMembersHadBeyondTheKeptOnesIsTold() {
    assertThat(
            outcome(
                guards(lost().late("a:1", 5), List.of("a:1")),
                ForceConfigurationGuards.NOTHING_NEWER_LOST))
        .isEqualTo(Outcome.WARN);
  }

  private static GivenPicture lost() {
    return GivenPicture.healthy()
        .in("a:1", MemberState.SECONDARY)
        .in("b:1", MemberState.DOWN)
        .in("c:1", MemberState.DOWN);
  }

  private static List<GuardResult> guards(GivenPicture given, List<String> kept) {
    var picture = given.picture();
    var lost = List.of("a:1", "b:1", "c:1").stream().filter(name -> !kept.contains(name)).toList();
    return ForceConfigurationGuards.evaluate(
        picture, picture.configuration().orElseThrow(), kept, lost);
  }

  private static Outcome outcome(List<GuardResult> guards, String name) {
    return guards.stream()
        .filter(guard -> guard.name().equals(name))
        .findFirst()
        .orElseThrow()
        .outcome();
  }
}
