package dev.binnacle.client;

import dev.binnacle.client.model.Problem;
import dev.binnacle.client.model.ProblemCode;
import dev.binnacle.client.model.ProblemError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Binnacle has refused a call and says why. Match on {@link #code()}; show the message. */
public final class ProblemException extends BinnacleException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final Duration retryAfter;

  ProblemException(Problem problem, Optional<Duration> retryAfter) {
    super(sentence(problem));
    this.problem = problem;
    this.retryAfter = retryAfter.orElse(null);
  }

  /** All that the server has said: also the guards, the component, the operation in the way. */
  public Problem problem() {
    return problem;
  }

  /** The HTTP status. */
  public int status() {
    return problem.getStatus();
  }

  /** What it was, for programs; {@code UNKNOWN_DEFAULT_OPEN_API} for a code of a later release. */
  public ProblemCode code() {
    return problem.getCode();
  }

  /** What the caller can do next, in words. */
  public Optional<String> remedy() {
    return Optional.ofNullable(problem.getRemedy());
  }

  /** What was wrong with the request, one entry per finding; often empty. */
  public List<ProblemError> errors() {
    return problem.getErrors() == null ? List.of() : List.copyOf(problem.getErrors());
  }

  /** What to quote when asking for help: the logs of the server carry it. */
  public Optional<String> requestId() {
    return Optional.ofNullable(problem.getRequestId());
  }

  /** When the server thinks that a repetition makes sense, counted from its answer. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  private static String sentence(Problem problem) {
    var text = new StringBuilder();
    text.append(problem.getStatus()).append(' ').append(problem.getCode()).append(": ");
    text.append(problem.getDetail() == null ? problem.getTitle() : problem.getDetail());
    if (problem.getErrors() != null && !problem.getErrors().isEmpty()) {
      text.append(
          problem.getErrors().stream()
              .map(ProblemException::finding)
              .collect(Collectors.joining("; ", " [", "]")));
    }
    if (problem.getRemedy() != null) {
      text.append(' ').append(problem.getRemedy());
    }
    if (problem.getRequestId() != null) {
      text.append(" (request ").append(problem.getRequestId()).append(')');
    }
    return text.toString();
  }

  private static String finding(ProblemError error) {
    var where = error.getPointer() == null ? error.getParameter() : error.getPointer();
    return where == null ? error.getMessage() : where + ": " + error.getMessage();
  }
}
