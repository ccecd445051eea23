package dev.binnacle.http;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemException;
import java.util.Map;

/** A problem whose answer carries headers that only its finder knows, such as Retry-After. */
public final class ProblemWithHeaders extends ProblemException {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> headers;

  /** The problem, with headers by name. */
  public ProblemWithHeaders(Problem problem, Map<String, String> headers) {
    super(problem);
    this.headers = Map.copyOf(headers);
  }

  /** The headers by name. */
  public Map<String, String> headers() {
    return headers;
  }
}
