package dev.binnacle.http.quotas;

import dev.binnacle.http.ProblemWithHeaders;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.util.Map;

/**
 * What is left of a quota after a request was counted, in the terms of
 * draft-ietf-httpapi-ratelimit-headers-10.
 *
 * @param policy the quota's name
 * @param limit requests per window
 * @param window the window
 * @param granted whether this request was within the quota
 * @param remaining how many more there may be now
 * @param untilNext how long until a refused request would be granted; zero when granted
 * @param untilFull how long until the whole quota is there again
 */
public record Quota(
    String policy,
    long limit,
    Duration window,
    boolean granted,
    long remaining,
    Duration untilNext,
    Duration untilFull) {

  /** The value of RateLimit-Policy. */
  public String policyHeader() {
    return "\"%s\";q=%d;w=%d".formatted(policy, limit, seconds(window));
  }

  /** The value of RateLimit. */
  public String header() {
    return "\"%s\";r=%d;t=%d".formatted(policy, remaining, seconds(untilFull));
  }

  /**
   * Returns when the request was within the quota.
   *
   * @throws dev.binnacle.problems.ProblemException 429 with Retry-After when it was not
   */
  public void requireGranted() {
    if (granted) {
      return;
    }
    long wait = Math.max(1, seconds(untilNext));
    var problem =
        Problem.of(
                ProblemCode.RATE_LIMIT_EXCEEDED,
                "More than the %d requests that are granted within %d seconds have come."
                    .formatted(limit, seconds(window)))
            .withRemedy("Wait %d s. Use Prefer: wait instead of polling.".formatted(wait));
    throw new ProblemWithHeaders(problem, Map.of("Retry-After", Long.toString(wait)));
  }

  /** Whole seconds, rounded up: whoever waits that long has waited long enough. */
  private static long seconds(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }
}
