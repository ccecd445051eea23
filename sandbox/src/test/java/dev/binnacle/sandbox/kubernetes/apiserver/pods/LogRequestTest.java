package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.LogOptions;
import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Query;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRequestTest {
  private static final ObjectNode SINGLE =
      Manifest.of("{metadata: {name: web-1}, spec: {containers: [{name: web}]}}");
  private static final ObjectNode SEVERAL =
      Manifest.of(
          "{metadata: {name: api-1}, spec: {containers: [{name: api}, {name: proxy}],"
              + " initContainers: [{name: setup}]}}");

  @Test
  void theOnlyContainerNeedsNoName() {
    assertThat(LogRequest.of(SINGLE, new Query("")))
        .isEqualTo(
            new LogRequest(
                "web",
                new LogOptions(
                    false,
                    false,
                    false,
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty())));
  }

  @Test
  void optionsAreRead() {
    assertThat(
            LogRequest.of(
                SEVERAL,
                new Query(
                    "container=setup&follow=true&previous=true&timestamps=true&tailLines=5"
                        + "&limitBytes=100&sinceTime=2026-01-02T08%3A00%3A00Z")))
        .isEqualTo(
            new LogRequest(
                "setup",
                new LogOptions(
                    true,
                    true,
                    true,
                    Optional.of(Instant.parse("2026-01-02T08:00:00Z")),
                    OptionalLong.of(5),
                    OptionalLong.of(100))));
  }

  @Test
  void oneOfSeveralHasToBeChosen() {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> LogRequest.of(SEVERAL, new Query("")));

    assertThat(refusal.code()).isEqualTo(400);
    assertThat(refusal)
        .hasMessage(
            "a container name must be specified for pod api-1, choose one of: [api proxy] or one of"
                + " the init containers: [setup]");
  }

  @Test
  void aContainerThatThePodDoesNotHave() {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class, () -> LogRequest.of(SINGLE, new Query("container=nope")));

    assertThat(refusal.code()).isEqualTo(400);
    assertThat(refusal).hasMessage("container nope is not valid for pod web-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tailLines=-1                                     | tailLines
          limitBytes=0                                     | limitBytes
          sinceSeconds=0                                   | sinceSeconds
          sinceSeconds=5&sinceTime=2026-01-02T08:00:00Z    | sinceSeconds
          """)
  void optionsThatMakeNoSense(String query, String field) {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> LogRequest.of(SINGLE, new Query(query)));

    assertThat(refusal.code()).isEqualTo(422);
    assertThat(refusal.status().at("/details/causes/0/field").asText()).isEqualTo(field);
  }
}
