package dev.binnacle.http.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.binnacle.api.model.CreateApiTokenRequest;
import dev.binnacle.http.ApiJson;
import dev.binnacle.problems.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyProblemsTest {

  private static Problem of(String body) {
    return BodyProblems.of(
        catchThrowableOfType(
            JsonProcessingException.class,
            () -> ApiJson.mapper().readValue(body, CreateApiTokenRequest.class)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\": 1} | VALIDATION_FAILED | /x | is not known here",
        "{\"a/b~c\": 1} | VALIDATION_FAILED | /a~1b~0c | is not known here",
        "{\"roles\": [\"VIEWER\", \"ROOT\"]} | VALIDATION_FAILED | /roles/1 | must be one of VIEWER, OPERATOR, ADMIN, AUDITOR",
        "{\"expiresAt\": \"soon\"} | VALIDATION_FAILED | /expiresAt | must be a timestamp like 2026-01-31T12:00:00Z",
        "{\"roles\": \"VIEWER\"} | MALFORMED_REQUEST | /roles | must be an array",
        "{\"name\": {}} | MALFORMED_REQUEST | /name | must be a text",
      })
  void whatCannotBeReadIsNamedInTheCallersTerms(
      String body, String code, String pointer, String message) {
    var problem = of(body);
    assertThat(problem.code().name()).isEqualTo(code);
    assertThat(problem.errors()).containsExactly(Problem.Violation.at(pointer, message));
  }

  @Test
  void whatIsNoJsonIsShownByItsPlace() {
    assertThat(of("{\"name\": ").detail())
        .matches("The body is not JSON: see line 1, column \\d+\\.");
  }

  @Test
  void noProblemNamesAClass() {
    assertThat(of("[]").toString()).doesNotContain("dev.binnacle.api", "java.");
    assertThat(of("7").toString()).doesNotContain("dev.binnacle.api", "java.");
  }
}
