package dev.binnacle.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.binnacle.client.model.Problem;
import java.util.Optional;

/** Reads why a request was refused. */
public final class Problems {
  private Problems() {}

  /**
   * The problem that the server has sent; empty when the answer did not come from Binnacle, or when
   * there was none.
   */
  public static Optional<Problem> in(ApiException refused) {
    if (refused.getResponseBody() == null) {
      return Optional.empty();
    }
    try {
      var problem =
          ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), Problem.class);
      return Optional.ofNullable(problem).filter(read -> read.getCode() != null);
    } catch (JsonProcessingException notAProblem) {
      return Optional.empty();
    }
  }
}
