package dev.binnacle.http.failures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.http.ApiJson;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProblemDocumentTest {

  @Test
  void theDocumentHasTheMembersOfTheContract() throws IOException {
    var problem =
        Problem.of(ProblemCode.COMPONENT_UNAVAILABLE, "No Patroni could be reached.")
            .withRemedy("Check the hosts.")
            .causedBy("PATRONI", "orders", null);
    var document = ApiJson.mapper().readTree(ProblemDocument.of(problem, "/api/v1/x", "id-1"));
    assertThat(document)
        .isEqualTo(
            ApiJson.mapper()
                .readTree(
                    """
                    {"type": "/problems/component-unavailable", "title": "%s", "status": 503,
                     "detail": "No Patroni could be reached.", "code": "COMPONENT_UNAVAILABLE",
                     "remedy": "Check the hosts.", "instance": "/api/v1/x", "requestId": "id-1",
                     "component": {"type": "PATRONI", "name": "orders"}}
                    """
                        .formatted(ProblemCode.COMPONENT_UNAVAILABLE.title())));
  }
}
