package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The steps of a step down. Each looks at the set first: what has happened already stays so. */
final class StepDownSteps {

  static final String VERIFY_PRECONDITIONS = "verify-preconditions";
  static final String STEP_DOWN = "step-down";
  static final String AWAIT_PRIMARY = "await-primary";
  static final String AWAIT_OLD_PRIMARY = "await-old-primary";

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String STARTED_AT = "startedAt";
  private static final String NEW_PRIMARY = "newPrimary";
  private static final String NEW_TERM = "newTerm";
  private static final String FOLLOWED_AT = "followedAt";

  private final StepDownIntent intent;
  private final ReplicaSetTarget target;

  StepDownSteps(StepDownIntent intent, ReplicaSetTarget target) {
    this.intent = intent;
    this.target = target;
  }

  List<Step<StepDownIntent>> steps() {
    return List.of(
        Step.of(VERIFY_PRECONDITIONS, this::verifyPreconditions),
        Step.of(STEP_DOWN, this::stepDown),
        Step.of(AWAIT_PRIMARY, this::awaitPrimary),
        Step.of(AWAIT_OLD_PRIMARY, this::awaitOldPrimary));
  }

  private StepReport verifyPreconditions(StepContext<StepDownIntent> context) {
    context.rememberFirst(STARTED_AT, context.clock().instant().toString());
    var leading = context.await("a member that leads", PAUSE, target::leading);
    if (!leading.self().equals(intent.primary()) || leading.term() != intent.term()) {
      throw changed(
          "%s leads in term %d now, instead of %s in term %d."
              .formatted(leading.self(), leading.term(), intent.primary(), intent.term()));
    }
    return StepReport.of(intent.primary() + " leads.", Fact.of("term", leading.term()));
  }

  private StepReport stepDown(StepContext<StepDownIntent> context) {
    if (successor().isEmpty()) {
      context.beforeEffect("Asking " + intent.primary() + " to step down.");
      try {
        var answer = target.member(intent.primary()).stepDown(intent.period(), intent.catchUp());
        if (!answer.isDone() && !answer.isNotPrimary()) {
          throw refused(answer.words());
        }
      } catch (ProblemException silent) {
        // Whether it has heard shows in who leads: the next look tells.
        Tolerance.SILENCE.require(silent);
      }
    }
    var old =
        context.await(
            intent.primary() + " to stop leading",
            PAUSE,
            () ->
                target
                    .view(intent.primary())
                    .map(view -> view.own().state())
                    .filter(state -> state != MemberState.PRIMARY)
                    .or(() -> successor().map(view -> MemberState.UNKNOWN)));
    return StepReport.of(intent.primary() + " does not lead any more.", Fact.of("state", old));
  }

  /** What the member sees that leads in a newer term; empty while there is none. */
  private Optional<ReplicaSetStatus> successor() {
    return target.leading().filter(view -> view.term() > intent.term());
  }

  private StepReport awaitPrimary(StepContext<StepDownIntent> context) {
    var successor = context.await("another member to lead", PAUSE, this::successor);
    if (successor.self().equals(intent.primary())) {
      throw changed(intent.primary() + " was elected again, in term " + successor.term() + ".");
    }
    context.rememberFirst(NEW_PRIMARY, successor.self());
    context.rememberFirst(NEW_TERM, String.valueOf(successor.term()));
    return StepReport.of(
        successor.self() + " leads.",
        Fact.of("term", successor.term()),
        Fact.of("reason", successor.election().map(election -> election.reason()).orElse("")));
  }

  private StepReport awaitOldPrimary(StepContext<StepDownIntent> context) {
    var view =
        context.await(
            intent.primary() + " to follow the new primary",
            PAUSE,
            () -> target.view(intent.primary()).filter(StepDownSteps::follows));
    context.rememberFirst(FOLLOWED_AT, context.clock().instant().toString());
    return StepReport.of(
        intent.primary() + " is a secondary.",
        Fact.of("syncSource", view.own().syncSource().orElse("none")));
  }

  private static boolean follows(ReplicaSetStatus view) {
    return view.own().state() == MemberState.PRIMARY
        || (view.own().state() == MemberState.SECONDARY && view.primary().isPresent());
  }

  private RuntimeException refused(String words) {
    return Problem.of(
            ProblemCode.COMPONENT_REFUSED,
            "%s did not step down: %s.".formatted(intent.primary(), words))
        .withRemedy("Look how far the secondaries are behind; a retry asks again.")
        .causedBy("MONGODB", intent.database(), words)
        .asException();
  }

  private static RuntimeException changed(String what) {
    return Problem.of(ProblemCode.PLATFORM_CHANGED, what)
        .withRemedy("Look at the members, then start again with what you find.")
        .asException();
  }

  static StepDownResult result(StepContext<StepDownIntent> context) {
    var begun = Instant.parse(context.recallKept(STARTED_AT));
    var ended = Instant.parse(context.recallKept(FOLLOWED_AT));
    return new StepDownResult(
        StepDown.KIND,
        context.intent().primary(),
        context.recallKept(NEW_PRIMARY),
        context.intent().term(),
        Long.parseLong(context.recallKept(NEW_TERM)),
        Duration.between(begun, ended).truncatedTo(ChronoUnit.MILLIS));
  }
}
