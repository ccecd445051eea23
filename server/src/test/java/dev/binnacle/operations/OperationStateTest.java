package dev.binnacle.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperationStateTest {

  @Test
  void succeededCancelledAndRejectedLeadNowhere() {
    for (var last :
        EnumSet.of(OperationState.SUCCEEDED, OperationState.CANCELLED, OperationState.REJECTED)) {
      for (var next : OperationState.values()) {
        assertThat(last.canBecome(next)).as("%s to %s", last, next).isFalse();
      }
    }
  }

  @Test
  void failedAndTimedOutComeBackOnlyByRetry() {
    for (var ended : EnumSet.of(OperationState.FAILED, OperationState.TIMED_OUT)) {
      for (var next : OperationState.values()) {
        assertThat(ended.canBecome(next)).isEqualTo(next == OperationState.PENDING);
      }
    }
  }

  @Test
  void nothingBecomesItself() {
    for (var state : OperationState.values()) {
      assertThat(state.canBecome(state)).isFalse();
    }
  }

  @Test
  void aRunningOperationIsNeverCancelledAtOnce() {
    assertThat(OperationState.RUNNING.canBecome(OperationState.CANCELLED)).isFalse();
    assertThat(OperationState.RUNNING.canBecome(OperationState.CANCELLING)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(OperationState.class)
  void everyActiveStateCanReachAnEnd(OperationState state) {
    var reached = EnumSet.of(state);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (var from : EnumSet.copyOf(reached)) {
        for (var to : OperationState.values()) {
          grown |= from.canBecome(to) && reached.add(to);
        }
      }
    }
    assertThat(reached).anyMatch(OperationState::isFinal);
  }
}
