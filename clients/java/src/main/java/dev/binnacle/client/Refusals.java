package dev.binnacle.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.client.model.Problem;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes exceptions of answers that are no success. */
final class Refusals {
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final ObjectMapper mapper;
  private volatile boolean hasMetBinnacle;

  Refusals(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * Lets a good answer pass.
   *
   * @throws ProblemException for a refusal of Binnacle
   * @throws ApiException for an answer that is not Binnacle's
   */
  void requireGood(HttpRequest request, Answer answer) {
    var problem = problem(answer);
    var isGood = isGood(answer);
    hasMetBinnacle |= isGood || problem.isPresent();
    if (!isGood) {
      throw problem
          .<BinnacleException>map(
              known -> new ProblemException(known, RetryAfter.in(answer.headers())))
          .orElseGet(() -> foreign(request, answer));
    }
  }

  private static boolean isGood(Answer answer) {
    return answer.status() == NOT_MODIFIED
        || answer.status() / 100 == 2 && (answer.body().length == 0 || isJson(answer));
  }

  private static boolean isJson(Answer answer) {
    return mediaType(answer).startsWith("application/json");
  }

  private static String mediaType(Answer answer) {
    return answer.headers().firstValue(Headers.CONTENT_TYPE).orElse("no media type");
  }

  private Optional<Problem> problem(Answer answer) {
    if (!mediaType(answer).startsWith("application/problem+json")) {
      return Optional.empty();
    }
    try {
      var problem = mapper.readValue(answer.body(), Problem.class);
      if (problem == null || problem.getCode() == null || problem.getTitle() == null) {
        return Optional.empty();
      }
      if (problem.getRequestId() == null) {
        answer.headers().firstValue(Headers.REQUEST_ID).ifPresent(problem::setRequestId);
      }
      return Optional.of(problem.status(answer.status()));
    } catch (IOException noProblem) {
      return Optional.empty();
    }
  }

  private ApiException foreign(HttpRequest request, Answer answer) {
    var body = new String(answer.body(), StandardCharsets.UTF_8);
    return new ApiException(
        answer.status(),
        sentence(request, answer),
        answer.headers(),
        body,
        mayPass(answer.status()));
  }

  /** Where Binnacle was, a page that is not found means that the server is just starting. */
  private boolean mayPass(int status) {
    return status >= SERVER_ERROR
        || status == TOO_MANY_REQUESTS
        || status == NOT_FOUND && hasMetBinnacle;
  }

  private static String sentence(HttpRequest request, Answer answer) {
    var asked = request.method() + " " + request.uri();
    var redirect = answer.headers().firstValue("Location");
    if (answer.status() / 100 == 3 && redirect.isPresent()) {
      return "%s is redirected to %s. Give the client the address where the server itself is."
          .formatted(asked, redirect.get());
    }
    return ("%s was answered %d with %s, which is not how Binnacle answers. Is that the"
            + " address of a Binnacle server, or does a proxy answer in its place?")
        .formatted(asked, answer.status(), mediaType(answer));
  }
}
