package dev.binnacle.platform;

import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Which problems of a component a step takes for "ask again later"; all others are its end. */
public enum Tolerance {
  /** The component gave no answer, which says nothing about it. */
  SILENCE(ProblemCode.COMPONENT_UNAVAILABLE, ProblemCode.COMPONENT_TIMEOUT),
  /** It gave no answer, or refused to give one, as in the middle of a change of its role. */
  SILENCE_OR_REFUSAL(
      ProblemCode.COMPONENT_UNAVAILABLE,
      ProblemCode.COMPONENT_TIMEOUT,
      ProblemCode.COMPONENT_REFUSED);

  private final Set<ProblemCode> tolerated;

  Tolerance(ProblemCode... tolerated) {
    this.tolerated = Set.of(tolerated);
  }

  /** The answer, or nothing when there was a problem that is tolerated; others pass. */
  public <T> Optional<T> ask(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (ProblemException problem) {
      require(problem);
      return Optional.empty();
    }
  }

  /** Throws the problem unless it is tolerated. */
  public void require(ProblemException problem) {
    if (!tolerated.contains(problem.problem().code())) {
      throw problem;
    }
  }
}
