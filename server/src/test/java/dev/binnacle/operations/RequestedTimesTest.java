package dev.binnacle.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedTimesTest {

  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

  @Test
  void timeLimits() {
    assertThat(timeLimit(Optional.empty())).isEqualTo(Duration.ofMinutes(5));
    assertThat(timeLimit(Optional.of("PT10S"))).isEqualTo(Duration.ofSeconds(10));
    assertThat(timeLimit(Optional.of("PT1H"))).isEqualTo(Duration.ofHours(1));
  }

  private static Duration timeLimit(Optional<String> text) {
    return RequestedTimes.timeLimit(text, Duration.ofMinutes(5), Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT9.9S", "PT1H0.001S", "P1D", "-PT1M", "5 minutes", ""})
  void otherTimeLimitsAreRefused(String text) {
    var problem =
        catchThrowableOfType(ProblemException.class, () -> timeLimit(Optional.of(text))).problem();
    assertThat(problem.code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
    assertThat(problem.errors())
        .singleElement()
        .matches(violation -> violation.pointer().equals("/timeout"));
  }

  @Test
  void schedules() {
    assertThat(RequestedTimes.schedule(Optional.empty(), NOW)).isEmpty();
    var soon = Optional.of(NOW.plusSeconds(1));
    assertThat(RequestedTimes.schedule(soon, NOW)).isEqualTo(soon);
    assertInvalid(NOW.minusSeconds(1));
    assertInvalid(NOW.plus(Duration.ofDays(91)));
  }

  private static void assertInvalid(Instant at) {
    var problem =
        catchThrowableOfType(
                ProblemException.class, () -> RequestedTimes.schedule(Optional.of(at), NOW))
            .problem();
    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_SCHEDULE);
  }
}
