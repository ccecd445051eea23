package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.StepContext;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What an addition and a removal of a member have in common. */
final class Membership {

  private static final String STARTED_AT = "startedAt";
  private static final String VERSION = "configurationVersion";
  private static final String MEMBERS = "members";
  private static final String VOTERS = "voters";
  private static final String ENDED_AT = "endedAt";

  private Membership() {}

  /**
   * The configuration that the picture has.
   *
   * @throws dev.binnacle.problems.ProblemException when it could not be read
   */
  static ReplicaSetConfiguration configuration(String database, ReplicaSetPicture picture) {
    return picture
        .configuration()
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.COMPONENT_UNAVAILABLE,
                    "The configuration of " + database + " could not be read.")
                .withRemedy("Look at the members; then try again.")
                .causedBy("MONGODB", database, "no configuration")
                .asException());
  }

  /** The problem of a member that the request names and that cannot be meant. */
  static RuntimeException impossible(String message, String remedy) {
    return Problem.of(ProblemCode.INVALID_OPTIONS, message)
        .withErrors(List.of(Problem.Violation.at("/member", message)))
        .withRemedy(remedy)
        .asException();
  }

  /** The operation's first step begins; a later call changes nothing. */
  static void begun(StepContext<?> context) {
    context.rememberFirst(STARTED_AT, context.clock().instant().toString());
  }

  /** The last step has seen that configuration. */
  static void ended(StepContext<?> context, ReplicaSetConfiguration configuration) {
    context.remember(VERSION, String.valueOf(configuration.version()));
    context.remember(MEMBERS, String.valueOf(configuration.members().size()));
    context.remember(VOTERS, String.valueOf(MembershipGuards.voters(configuration)));
    context.rememberFirst(ENDED_AT, context.clock().instant().toString());
  }

  /** What came of it. */
  static MembershipResult result(StepContext<?> context, String kind, String member) {
    return new MembershipResult(
        kind,
        member,
        number(context, MEMBERS),
        number(context, VOTERS),
        number(context, VERSION),
        Duration.between(
                Instant.parse(context.recallKept(STARTED_AT)),
                Instant.parse(context.recallKept(ENDED_AT)))
            .truncatedTo(ChronoUnit.MILLIS));
  }

  private static int number(StepContext<?> context, String key) {
    return Integer.parseInt(context.recallKept(key));
  }
}
