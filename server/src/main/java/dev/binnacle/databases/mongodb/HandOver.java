package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.StepContext;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.Optional;

/** Lets a member stop leading, as a part of a step, and waits until another one leads. */
final class HandOver {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ReplicaSetTarget target;
  private final String database;
  private final Duration period;
  private final Duration catchUp;

  HandOver(ReplicaSetTarget target, String database, Duration period, Duration catchUp) {
    this.target = target;
    this.database = database;
    this.period = period;
    this.catchUp = catchUp;
  }

  /**
   * Makes sure that the member does not lead.
   *
   * @return what the member sees that does
   * @throws ProblemException when nobody could take over in time
   */
  ReplicaSetStatus make(StepContext<?> context, String member) {
    return context.await(
        "a member other than " + member + " to lead",
        PAUSE,
        () -> {
          var seen = target.leading();
          if (seen.filter(view -> view.self().equals(member)).isEmpty()) {
            return seen;
          }
          ask(context, member);
          return Optional.empty();
        });
  }

  private void ask(StepContext<?> context, String member) {
    context.beforeEffect("Asking " + member + " to step down.");
    try {
      var answer = target.member(member).stepDown(period, catchUp);
      if (!answer.isDone() && !answer.isNotPrimary()) {
        throw Problem.of(
                ProblemCode.COMPONENT_REFUSED,
                "%s did not step down: %s.".formatted(member, answer.words()))
            .withRemedy("Look how far the secondaries are behind; a retry asks again.")
            .causedBy("MONGODB", database, answer.words())
            .asException();
      }
    } catch (ProblemException silent) {
      Tolerance.SILENCE.require(silent);
    }
  }
}
