package dev.binnacle.problems;

/** Carries a {@link Problem} from where it was found to where it is told. */
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** An exception for a problem that has no deeper cause worth logging. */
  public ProblemException(Problem problem) {
    this(problem, null);
  }

  /** An exception for a problem whose cause belongs in the log. */
  public ProblemException(Problem problem, Throwable cause) {
    super(problem.code() + ": " + problem.detail(), cause);
    this.problem = problem;
  }

  /** The problem to tell. */
  public Problem problem() {
    return problem;
  }
}
