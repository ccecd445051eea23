package dev.binnacle.http.failures;

import dev.binnacle.problems.Problem;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;

/**
 * A problem on its way out: the entity of an error answer until {@link FailureRendering} makes it a
 * document.
 *
 * @param problem what to tell
 * @param headers what else the answer carries, by header name
 * @param fault what belongs in the log; empty when the caller knows all there is
 */
public record Failure(Problem problem, Map<String, String> headers, Optional<Throwable> fault) {

  /** The media type of problem documents. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The answer that tells it. */
  Response answer() {
    var answer = Response.status(problem.code().status()).type(MEDIA_TYPE).entity(this);
    headers.forEach(answer::header);
    return answer.build();
  }
}
