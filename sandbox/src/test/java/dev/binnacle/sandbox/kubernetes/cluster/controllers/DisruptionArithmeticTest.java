package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisruptionArithmeticTest {
  @ParameterizedTest(name = "{0}, {1} pods of {2} wanted, {3} healthy")
  @CsvSource(
      delimiter = '|',
      value = {
        // spec                      | selected | scale | healthy | expected | desired | allowed
        "{\"minAvailable\": 3}        | 4 | 4 | 4 | 4 | 3 | 1",
        "{\"minAvailable\": 3}        | 4 | 4 | 3 | 4 | 3 | 0",
        "{\"minAvailable\": 3}        | 4 | 4 | 1 | 4 | 3 | 0",
        "{\"minAvailable\": 0}        | 4 | 4 | 4 | 4 | 0 | 4",
        "{\"minAvailable\": 1}        | 1 | 1 | 1 | 1 | 1 | 0",
        "{\"minAvailable\": 5}        | 4 | 4 | 4 | 4 | 5 | 0",
        "{\"minAvailable\": \"50%\"}  | 3 | 3 | 3 | 3 | 2 | 1",
        "{\"minAvailable\": \"100%\"} | 3 | 3 | 3 | 3 | 3 | 0",
        "{\"minAvailable\": \"50%\"}  | 2 | 4 | 2 | 4 | 2 | 0",
        "{\"maxUnavailable\": 1}      | 3 | 3 | 3 | 3 | 2 | 1",
        "{\"maxUnavailable\": 1}      | 2 | 3 | 2 | 3 | 2 | 0",
        "{\"maxUnavailable\": 0}      | 3 | 3 | 3 | 3 | 3 | 0",
        "{\"maxUnavailable\": 5}      | 3 | 3 | 3 | 3 | 0 | 3",
        "{\"maxUnavailable\": \"30%\"}| 7 | 7 | 7 | 7 | 4 | 3",
        "{\"maxUnavailable\": 1}      | 1 | 0 | 1 | 0 | 0 | 0",
        "{}                           | 2 | 2 | 2 | 2 | 0 | 2",
      })
  void asTheRealControllerCounts(
      String spec, int selected, int scale, int healthy, int expected, int desired, int allowed)
      throws Exception {
    var numbers =
        DisruptionArithmetic.of(new ObjectMapper().readTree(spec), selected, scale, healthy);

    assertThat(numbers.expectedPods()).isEqualTo(expected);
    assertThat(numbers.desiredHealthy()).isEqualTo(desired);
    assertThat(numbers.disruptionsAllowed()).isEqualTo(allowed);
  }
}
