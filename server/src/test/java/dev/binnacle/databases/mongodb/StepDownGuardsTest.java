package dev.binnacle.databases.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.GuardResult.Outcome;
import dev.binnacle.platform.mongodb.MemberState;
import org.junit.jupiter.api.Test;

class StepDownGuardsTest {

  @Test
  void aSetInOrderPassesAll() {
    assertThat(StepDownGuards.evaluate(GivenPicture.healthy().picture(), "a:1"))
        .extracting(GuardResult::outcome)
        .containsOnly(Outcome.PASS);
  }

  @Test
  void withoutASuccessorNobodyMayOverride() {
    var guard =
        guard(
            GivenPicture.healthy().late("b:1", 60).late("c:1", 60), StepDownGuards.SUCCESSOR_READY);

    assertThat(guard.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(guard.overridable()).isFalse();
  }

  @Test
  void aSecondaryThatNeverLeadsIsNoSuccessor() {
    var given =
        GivenPicture.healthy()
            .late("c:1", 60)
            .configured(configuration -> configuration.with("b:1", ", priority: 0"));

    assertThat(guard(given, StepDownGuards.SUCCESSOR_READY).outcome()).isEqualTo(Outcome.BLOCK);
  }

  @Test
  void withoutTheConfigurationNobodyKnowsWhoMayLead() {
    assertThat(
            guard(GivenPicture.healthy().withoutConfiguration(), StepDownGuards.SUCCESSOR_READY)
                .outcome())
        .isEqualTo(Outcome.NOT_AVAILABLE);
  }

  @Test
  void aMajorityWithoutASpareIsAWarning() {
    assertThat(
            guard(GivenPicture.healthy().in("c:1", MemberState.DOWN), StepDownGuards.QUORUM_SAFE)
                .outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void lessThanAMajorityBlocks() {
    assertThat(
            guard(
                    GivenPicture.healthy()
                        .in("b:1", MemberState.RECOVERING)
                        .in("c:1", MemberState.DOWN),
                    StepDownGuards.QUORUM_SAFE)
                .outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void twoWhoSayThatTheyLeadBlock() {
    assertThat(guard(GivenPicture.healthy().claiming("b:1"), StepDownGuards.ONE_VIEW).outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  @Test
  void aMemberThatDoesNotAnswerIsAWarning() {
    assertThat(
            guard(GivenPicture.healthy().silent("c:1"), StepDownGuards.MEMBERS_REACHABLE).outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void aPrimaryThatDoesNotAnswerCannotBeAsked() {
    assertThat(
            guard(GivenPicture.healthy().silent("a:1"), StepDownGuards.MEMBERS_REACHABLE).outcome())
        .isEqualTo(Outcome.BLOCK);
  }

  private static GuardResult guard(GivenPicture given, String name) {
    return StepDownGuards.evaluate(given.picture(), "a:1").stream()
        .filter(guard -> guard.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
