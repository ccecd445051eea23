package dev.binnacle.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.problems.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemPagesTest {

  @ParameterizedTest
  @EnumSource
  void everyTypeHasAPage(ProblemCode code) {
    var name = code.type().substring("/problems/".length());
    assertThat(ProblemPages.of(name))
        .hasValueSatisfying(page -> assertThat(page).contains(code.name()));
    assertThat(ProblemPages.list()).contains(code.type());
  }

  @Test
  void anUnknownTypeHasNone() {
    assertThat(ProblemPages.of("nothing")).isEmpty();
    assertThat(ProblemPages.of("")).isEmpty();
  }
}
