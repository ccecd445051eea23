package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.StepContext;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One change of the configuration of a replica set as a part of a step: made of the configuration
 * as it is at that moment, through whoever leads then, never by force, and again when somebody else
 * was faster or the set was not ready.
 */
final class Reconfiguration {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration MAJORITY = Duration.ofSeconds(10);

  private final ReplicaSetTarget target;
  private final String database;

  Reconfiguration(ReplicaSetTarget target, String database) {
    this.target = target;
    this.database = database;
  }

  /**
   * Changes the configuration unless that has happened already.
   *
   * @param what what is going to happen, for the operation's events
   * @param done whether a configuration is as wanted
   * @param change makes it so
   * @return the configuration that is as wanted
   * @throws ProblemException when the primary refuses
   */
  ReplicaSetConfiguration make(
      StepContext<?> context,
      String what,
      Predicate<ReplicaSetConfiguration> done,
      UnaryOperator<ReplicaSetConfiguration> change) {
    return context.await(
        "the configuration to be as wanted: " + what,
        PAUSE,
        () -> {
          var leading = target.leading().map(view -> view.self());
          if (leading.isEmpty()) {
            return Optional.empty();
          }
          var primary = target.member(leading.get());
          var present = Tolerance.SILENCE_OR_REFUSAL.ask(primary::configuration);
          if (present.isEmpty() || done.test(present.get())) {
            return present;
          }
          context.beforeEffect(what);
          try {
            var answer = primary.reconfigure(change.apply(present.get()), MAJORITY);
            if (!answer.isDone() && !answer.isToBeRepeated()) {
              throw refused(answer.words());
            }
          } catch (ProblemException silent) {
            Tolerance.SILENCE.require(silent);
          }
          return Optional.empty();
        });
  }

  private RuntimeException refused(String words) {
    return Problem.of(
            ProblemCode.COMPONENT_REFUSED,
            "The primary of %s refused the configuration: %s.".formatted(database, words))
        .withRemedy("Look at the configuration and the members; a retry tries again.")
        .causedBy("MONGODB", database, words)
        .asException();
  }
}
