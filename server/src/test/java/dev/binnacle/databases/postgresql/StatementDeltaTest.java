package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.postgresql.StatementCounters;
import dev.binnacle.platform.postgresql.StatementKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was added since an earlier look. */
class StatementDeltaTest {

  private static final Instant RESET = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant BEFORE = Instant.parse("2026-11-23T02:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final StatementKey ONE = new StatementKey(10, 5, 1);
  private static final StatementKey TWO = new StatementKey(10, 5, 2);

  private static StatementCounters counters(long calls, long millis) {
    return new StatementCounters(calls, Duration.ofMillis(millis), calls, 0, 0, 0);
  }

  private static StatementSample sample(
      String member, Instant reset, Instant at, Map<StatementKey, StatementCounters> counters) {
    return new StatementSample(member, Optional.of(reset), at, counters);
  }

  private static final StatementSample NEW =
      sample("a", RESET, NOW, Map.of(ONE, counters(15, 250), TWO, counters(7, 70)));

  @Test
  void withoutAnEarlierLookEverythingCounts() {
    assertThat(StatementDelta.whole(NEW))
        .isEqualTo(new StatementDelta(Optional.of(RESET), Optional.empty(), NEW.counters()));
    var missing = StatementDelta.between(Optional.empty(), NEW);
    assertThat(missing.countedSince()).contains(RESET);
    assertThat(missing.sinceUnavailable()).isPresent();
  }

  @Test
  void whatWasThereIsSubtractedAndWhatDidNotRunIsLeftOut() {
    var old = sample("a", RESET, BEFORE, Map.of(ONE, counters(10, 50), TWO, counters(7, 70)));

    var delta = StatementDelta.between(Optional.of(old), NEW);

    assertThat(delta.countedSince()).contains(BEFORE);
    assertThat(delta.sinceUnavailable()).isEmpty();
    assertThat(delta.counters()).containsExactly(Map.entry(ONE, counters(5, 200)));
    assertThat(delta.counters().get(ONE).mean()).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void aStatementThatWasForgottenMeanwhileHasBegunAnew() {
    var old = sample("a", RESET, BEFORE, Map.of(ONE, counters(100, 50)));

    var delta = StatementDelta.between(Optional.of(old), NEW);

    assertThat(delta.counters()).isEqualTo(NEW.counters());
  }

  @Test
  void anotherMembersCountersAreNotComparable() {
    var old = sample("b", RESET, BEFORE, Map.of());

    assertThat(StatementDelta.between(Optional.of(old), NEW).sinceUnavailable().orElseThrow())
        .contains("b led");
  }

  @Test
  void countersThatWereResetAreNotComparable() {
    var old = sample("a", RESET.minusSeconds(1), BEFORE, Map.of());

    assertThat(StatementDelta.between(Optional.of(old), NEW).sinceUnavailable().orElseThrow())
        .contains("reset");
  }

  @Test
  void countersSurviveBeingStored() {
    assertThat(PackedCounters.unpack(PackedCounters.pack(NEW.counters())))
        .isEqualTo(NEW.counters());
  }
}
