package dev.binnacle.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.identity.Caller;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Operation;
import dev.binnacle.operations.OperationState;
import dev.binnacle.operations.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OtherDisruptionTest {

  @Test
  void nothingElseIsGoingOn() {
    assertThat(decide()).isEqualTo(GuardResult.Outcome.PASS);
  }

  @Test
  void anotherSiteIsNoConcernOfThisOne() {
    assertThat(decide(operation("recovery", OperationState.RUNNING)))
        .isEqualTo(GuardResult.Outcome.PASS);
  }

  @ParameterizedTest
  @EnumSource(names = {"RUNNING", "PAUSED", "CANCELLING"})
  void whatHasBegunBlocks(OperationState state) {
    var result = OtherDisruption.decide("main", true, List.of(operation("main", state)));
    assertThat(result.outcome()).isEqualTo(GuardResult.Outcome.BLOCK);
    assertThat(result.overridable()).isTrue();
    assertThat(result.evidence())
        .singleElement()
        .matches(fact -> fact.value().equals("SWITCHOVER of billing, " + state));
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "SCHEDULED", "AWAITING_APPROVAL"})
  void whatIsToComeWarns(OperationState state) {
    assertThat(decide(operation("main", state))).isEqualTo(GuardResult.Outcome.WARN);
  }

  private static GuardResult.Outcome decide(Operation... active) {
    return OtherDisruption.decide("main", true, List.of(active)).outcome();
  }

  private static Operation operation(String site, OperationState state) {
    return new Operation(
        new UUID(0, 1),
        "SWITCHOVER",
        new Target("DATABASE", "", "billing", site),
        state,
        "a reason",
        new Operation.Requester("maria", "binnacle", Caller.Kind.API_TOKEN),
        Optional.empty(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        5,
        1,
        Optional.empty());
  }

  @Test
  void whatDisturbsNothingIsOnlyWarned() {
    var active = List.of(operation("main", OperationState.RUNNING));
    assertThat(OtherDisruption.decide("main", false, active).outcome())
        .isEqualTo(GuardResult.Outcome.WARN);
  }
}
