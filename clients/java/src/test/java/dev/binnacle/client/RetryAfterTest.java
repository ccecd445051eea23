package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a server wants to be asked again. */
class RetryAfterTest {
  private static HttpHeaders headers(Map<String, String> values) {
    return HttpHeaders.of(
        values.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey, value -> List.of(value.getValue()))),
        (name, value) -> true);
  }

  @Test
  void inSeconds() {
    assertThat(RetryAfter.in(headers(Map.of("Retry-After", " 12 "))))
        .contains(Duration.ofSeconds(12));
  }

  @Test
  void atADateByTheClockOfTheServer() {
    var answer =
        headers(
            Map.of(
                "Date", "Mon, 23 Nov 2026 10:00:00 GMT",
                "Retry-After", "Mon, 23 Nov 2026 10:02:00 GMT"));
    assertThat(RetryAfter.in(answer)).contains(Duration.ofMinutes(2));
  }

  @Test
  void atADateThatHasPassed() {
    assertThat(RetryAfter.in(headers(Map.of("Retry-After", "Mon, 23 Nov 2020 10:00:00 GMT"))))
        .contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "99999999999999999999"})
  void notSaid(String value) {
    assertThat(RetryAfter.in(headers(Map.of("Retry-After", value)))).isEmpty();
  }
}
