package dev.binnacle.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemException;
import org.junit.jupiter.api.Test;

class TokenWordsTest {

  @Test
  void readableWordsPass() {
    assertThatCode(() -> TokenWords.require("nächtlich 🦀", "one\r\n\ttwo"))
        .doesNotThrowAnyException();
    assertThatCode(() -> TokenWords.require("name", "")).doesNotThrowAnyException();
  }

  @Test
  void everyOtherIsNamed() {
    var refused =
        catchThrowableOfType(
            ProblemException.class, () -> TokenWords.require("a\nb", "a\0b\uD800"));
    assertThat(refused.problem().errors())
        .extracting(Problem.Violation::pointer)
        .containsExactly("/name", "/description");
    assertThat(
            catchThrowableOfType(ProblemException.class, () -> TokenWords.require("   ", ""))
                .problem()
                .errors())
        .hasSize(1);
  }
}
