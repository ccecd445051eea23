package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What the API server answered.
 *
 * @param retryAfter what its header advises; empty when nothing
 * @param said the API's own words about how the call went; empty when the body is something else
 */
record ApiReply(int status, Optional<Duration> retryAfter, Optional<Status> said, String body) {

  private static final int LONGEST_WORDS = 400;

  static ApiReply of(HttpResponse<byte[]> response) {
    return of(
        response.code(), Optional.ofNullable(response.header("Retry-After")), response.body());
  }

  static ApiReply of(int status, Optional<String> retryAfter, byte[] body) {
    return new ApiReply(
        status,
        retryAfter.flatMap(ApiReply::seconds),
        ApiJson.status(body),
        new String(body, StandardCharsets.UTF_8));
  }

  /** An answer of which only the API's words are left. */
  static ApiReply of(int status, Status said) {
    return new ApiReply(status, Optional.empty(), Optional.of(said), "");
  }

  /** When to come back: the words may hold it as well as the header. */
  Optional<Duration> patience() {
    return said.map(Status::getDetails)
        .map(details -> details.getRetryAfterSeconds())
        .map(Duration::ofSeconds)
        .or(() -> retryAfter)
        .filter(time -> !time.isZero());
  }

  /** The server's own words, on one line. */
  String message() {
    var text =
        said.map(Status::getMessage)
            .orElse(body)
            .replaceAll("<[^>]*>", " ")
            .replaceAll("\\s+", " ")
            .strip();
    return text.length() > LONGEST_WORDS ? text.substring(0, LONGEST_WORDS) : text;
  }

  /**
   * The API server only ever gives seconds (kubernetes staging apiserver
   * pkg/server/filters/priority-and-fairness.go).
   */
  private static Optional<Duration> seconds(String text) {
    return text.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }
}
