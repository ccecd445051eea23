package dev.binnacle.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainOrderTest {

  private static final Duration LIMIT = Duration.ofMinutes(30);

  @Test
  void timeLimits() {
    assertThat(DrainOrder.timeLimit(Optional.empty())).isEqualTo(LIMIT);
    assertThat(DrainOrder.timeLimit(Optional.of("PT24H"))).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void everyPodHasItsOwnGraceUnlessSaidOtherwise() {
    assertThat(DrainOrder.gracePeriod(Optional.empty(), LIMIT)).isEmpty();
    assertThat(DrainOrder.gracePeriod(Optional.of("PT1M"), LIMIT)).contains(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT5S", "PT0S", "PT2H", "PT1.5S", "PT30M", "PT45M"})
  void graceThatIsImpossible(String text) {
    var problem = refusal(() -> DrainOrder.gracePeriod(Optional.of(text), LIMIT));
    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_OPTIONS);
    assertThat(problem.errors())
        .singleElement()
        .extracting(Problem.Violation::pointer)
        .isEqualTo("/gracePeriod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "soon", ""})
  void graceThatIsNoDuration(String text) {
    assertThat(refusal(() -> DrainOrder.gracePeriod(Optional.of(text), LIMIT)).code())
        .isEqualTo(ProblemCode.VALIDATION_FAILED);
  }

  @Test
  void podSelectors() {
    assertThat(DrainOrder.podSelector(Optional.of("app=shop"))).contains("app=shop");
    assertThat(DrainOrder.podSelector(Optional.of("  "))).isEmpty();
    var problem = refusal(() -> DrainOrder.podSelector(Optional.of("app=shop,")));
    assertThat(problem.code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
    assertThat(problem.errors())
        .singleElement()
        .matches(violation -> violation.pointer().equals("/podSelector"))
        .matches(violation -> violation.message().contains("at character 10"));
  }

  private static Problem refusal(Runnable call) {
    return catchThrowableOfType(ProblemException.class, call::run).problem();
  }
}
