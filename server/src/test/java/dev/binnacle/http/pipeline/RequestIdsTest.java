package dev.binnacle.http.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

  @Test
  void theCallersIdIsKept() {
    assertThat(RequestIds.of("a.B-3_4")).isEqualTo("a.B-3_4");
    assertThat(RequestIds.of("x".repeat(128))).hasSize(128);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "with space", "line\nbreak", "ünïcode", "semi;colon"})
  void anythingElseIsReplaced(String header) {
    assertThat(RequestIds.of(header)).matches("[A-Za-z0-9_-]{16}").isNotEqualTo(header);
  }

  @Test
  void tooLongAnIdIsReplaced() {
    assertThat(RequestIds.of("x".repeat(129))).hasSize(16);
  }
}
