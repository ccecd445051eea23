package dev.binnacle.security;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.util.stream.Stream;

/** What a token's name and description may be made of. Pure. */
final class TokenWords {

  private TokenWords() {}

  /**
   * Lets words pass that a person can read and the state store can keep.
   *
   * @throws dev.binnacle.problems.ProblemException naming each that is not
   */
  static void require(String name, String description) {
    var violations =
        Stream.concat(nameViolations(name), descriptionViolations(description)).toList();
    if (!violations.isEmpty()) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, "The token cannot be called like this.")
          .withErrors(violations)
          .asException();
    }
  }

  private static Stream<Problem.Violation> nameViolations(String name) {
    if (name.isBlank()) {
      return Stream.of(Problem.Violation.at("/name", "must not be blank"));
    }
    return name.codePoints().anyMatch(TokenWords::isUnprintable)
        ? Stream.of(Problem.Violation.at("/name", "must not have control characters"))
        : Stream.empty();
  }

  private static Stream<Problem.Violation> descriptionViolations(String description) {
    return description.codePoints().anyMatch(TokenWords::isUnprintableInText)
        ? Stream.of(
            Problem.Violation.at(
                "/description", "must not have control characters but line breaks"))
        : Stream.empty();
  }

  private static boolean isUnprintable(int point) {
    return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
  }

  private static boolean isUnprintableInText(int point) {
    return isUnprintable(point) && point != '\n' && point != '\r' && point != '\t';
  }
}
