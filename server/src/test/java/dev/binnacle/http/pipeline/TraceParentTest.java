package dev.binnacle.http.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  @Test
  void theTraceIsRead() {
    assertThat(TraceParent.of("00-" + TRACE + "-" + PARENT + "-01"))
        .contains(new TraceParent(TRACE, PARENT, true));
    assertThat(TraceParent.of("00-" + TRACE + "-" + PARENT + "-00"))
        .contains(new TraceParent(TRACE, PARENT, false));
  }

  @Test
  void aLaterVersionMayHaveMore() {
    assertThat(TraceParent.of("cc-" + TRACE + "-" + PARENT + "-01-what-the-future-holds"))
        .isPresent();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-short-00f067aa0ba902b7-01",
      })
  void whatIsNotValidIsIgnored(String header) {
    assertThat(TraceParent.of(header)).isEmpty();
  }
}
