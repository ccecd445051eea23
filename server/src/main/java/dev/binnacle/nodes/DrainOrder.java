package dev.binnacle.nodes;

import dev.binnacle.nodes.labels.LabelSelectorParser;
import dev.binnacle.nodes.labels.LabelSyntaxException;
import dev.binnacle.operations.RequestedTimes;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** The parts of a drain request that the contract's schema cannot check. Pure. */
final class DrainOrder {

  private static final Duration USUAL_TIME_LIMIT = Duration.ofMinutes(30);
  private static final Duration LONGEST_TIME_LIMIT = Duration.ofHours(24);
  private static final Duration SHORTEST_GRACE = Duration.ofSeconds(1);
  private static final Duration LONGEST_GRACE = Duration.ofHours(1);

  private DrainOrder() {}

  /**
   * The time limit, half an hour when none is given.
   *
   * @throws dev.binnacle.problems.ProblemException when it is not a duration from PT10S to PT24H
   */
  static Duration timeLimit(Optional<String> text) {
    return RequestedTimes.timeLimit(text, USUAL_TIME_LIMIT, LONGEST_TIME_LIMIT);
  }

  /**
   * How long each pod is given to end; empty for its own time.
   *
   * @throws dev.binnacle.problems.ProblemException when it is no duration; and when it is none that
   *     is possible, be it out of range or as long as the drain itself
   */
  static Optional<Duration> gracePeriod(Optional<String> text, Duration timeLimit) {
    return text.map(given -> {
      var grace = duration(given);
      if (grace.compareTo(SHORTEST_GRACE) < 0 || grace.compareTo(LONGEST_GRACE) > 0) {
        throw impossible("must be from " + SHORTEST_GRACE + " to " + LONGEST_GRACE);
      }
      if (grace.toMillis() % 1000 != 0) {
        throw impossible("must be whole seconds: Kubernetes knows no others");
      }
      if (grace.compareTo(timeLimit) >= 0) {
        throw impossible(
            "must be less than the timeout " + timeLimit + ": no pod could use it to its end");
      }
      return grace;
    });
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException | ArithmeticException notDuration) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, "The body breaks a rule.")
          .withErrors(List.of(Problem.Violation.at("/gracePeriod", "must be a duration")))
          .asException();
    }
  }

  private static RuntimeException impossible(String words) {
    return Problem.of(ProblemCode.INVALID_OPTIONS, "The gracePeriod " + words + ".")
        .withErrors(List.of(Problem.Violation.at("/gracePeriod", words)))
        .withRemedy("Leave gracePeriod out to let every pod have its own.")
        .asException();
  }

  /**
   * The selector of pods as it was written; empty for all.
   *
   * @throws dev.binnacle.problems.ProblemException when it is not in Kubernetes' grammar
   */
  static Optional<String> podSelector(Optional<String> text) {
    return text.filter(given -> !given.isBlank())
        .map(given -> {
          try {
            LabelSelectorParser.parse(given);
            return given;
          } catch (LabelSyntaxException wrong) {
            throw Problem.of(ProblemCode.VALIDATION_FAILED, "The body breaks a rule.")
                .withErrors(List.of(Problem.Violation.at("/podSelector", wrong.words())))
                .asException();
          }
        });
  }
}
