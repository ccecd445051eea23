package dev.binnacle.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExpiryTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00.123456Z");

  private static Instant in(String duration) {
    return TokenExpiry.from(Optional.of(duration), Optional.empty(), NOW);
  }

  private static Instant at(Instant time) {
    return TokenExpiry.from(Optional.empty(), Optional.of(time), NOW);
  }

  private static ProblemCode refusal(Runnable work) {
    return catchThrowableOfType(ProblemException.class, work::run).problem().code();
  }

  @Test
  void isNinetyDaysUnlessSaid() {
    assertThat(TokenExpiry.from(Optional.empty(), Optional.empty(), NOW))
        .isEqualTo("2027-02-21T02:00:00.123456Z");
  }

  @ParameterizedTest
  @CsvSource({
    "P90D,2027-02-21T02:00:00.123456Z",
    "PT1S,2026-11-23T02:00:01.123456Z",
    "P1DT12H,2026-11-24T14:00:00.123456Z",
    "P3M,2027-02-23T02:00:00.123456Z",
    "P1Y,2027-11-23T02:00:00.123456Z",
    "P2W,2026-12-07T02:00:00.123456Z",
    "P366D,2027-11-24T02:00:00.123456Z"
  })
  void understandsDurationsAndCalendarPeriods(String duration, Instant expected) {
    assertThat(in(duration)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"P366DT0.001S", "P2Y", "P0D", "-P1D", "PT-1S", "P99999999999D", "P999999999Y"})
  void refusesWhatIsPastOrTooFar(String duration) {
    assertThat(refusal(() -> in(duration))).isEqualTo(ProblemCode.INVALID_EXPIRY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "90", "90d", "P", "P1Y2DT3H", "tomorrow"})
  void refusesWhatIsNoDuration(String duration) {
    assertThat(refusal(() -> in(duration))).isEqualTo(ProblemCode.VALIDATION_FAILED);
  }

  @Test
  void takesATimeAsItIs() {
    assertThat(at(NOW.plusSeconds(1))).isEqualTo(NOW.plusSeconds(1));
    assertThat(at(NOW.plus(TokenExpiry.LONGEST))).isEqualTo(NOW.plus(TokenExpiry.LONGEST));
    assertThat(refusal(() -> at(NOW))).isEqualTo(ProblemCode.INVALID_EXPIRY);
    assertThat(refusal(() -> at(NOW.plus(TokenExpiry.LONGEST).plusNanos(1))))
        .isEqualTo(ProblemCode.INVALID_EXPIRY);
  }

  @Test
  void bothAreOneTooMany() {
    assertThat(
            refusal(
                () -> TokenExpiry.from(Optional.of("P1D"), Optional.of(NOW.plusSeconds(9)), NOW)))
        .isEqualTo(ProblemCode.VALIDATION_FAILED);
  }
}
