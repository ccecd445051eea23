package dev.binnacle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiJsonTest {

  record Sample(
      String name, Integer count, OffsetDateTime at, Duration pause, Optional<String> no) {}

  @Test
  void timesAreIsoAndAbsentMembersAreLeftOut() throws JsonProcessingException {
    var sample =
        new Sample(
            "a",
            null,
            OffsetDateTime.parse("2026-01-31T12:00:00Z"),
            Duration.ofMinutes(5),
            Optional.empty());
    assertThat(ApiJson.mapper().writeValueAsString(sample))
        .isEqualTo("{\"name\":\"a\",\"at\":\"2026-01-31T12:00:00Z\",\"pause\":\"PT5M\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\",\"extra\":1}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":5}",
        "{\"name\":true}",
        "{\"count\":\"5\"}",
        "{\"count\":5.5}",
        "{\"count\":4294967301.0}",
        "{\"count\":1e400}",
        "{\"name\":\"a\"} trailing",
      })
  void whatTheContractDoesNotNameOrTypesOtherwiseIsRefused(String body) {
    assertThatThrownBy(() -> ApiJson.mapper().readValue(body, Sample.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5.0", "0.5e1"})
  void wholeNumberIsOneHoweverItIsWritten(String written) throws JsonProcessingException {
    assertThat(ApiJson.mapper().readValue("{\"count\":" + written + "}", Sample.class).count())
        .isEqualTo(5);
  }
}
