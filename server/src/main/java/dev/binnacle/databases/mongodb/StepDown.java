package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.mongodb.MemberStatus;
import dev.binnacle.platform.mongodb.MongodbClients;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the primary of a replica set a secondary, by asking it, and follows the set until another
 * member leads and the old primary follows that one.
 */
@ApplicationScoped
public class StepDown implements Procedure<StepDownWish, StepDownIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "STEP_DOWN_MONGODB_PRIMARY";

  private static final Duration USUAL = Duration.ofSeconds(5);

  private static final ProcedureProfile<StepDownWish, StepDownIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "stepDownMongodbPrimary",
          ProcedureProfile.DISRUPTION,
          StepDownWish.class,
          StepDownIntent.class);

  private final ReplicaSetViews views;
  private final MongodbClients clients;

  /** Required by CDI. */
  protected StepDown() {
    this(null, null);
  }

  /** The procedure on the platform in force. */
  @Inject
  public StepDown(ReplicaSetViews views, MongodbClients clients) {
    this.views = views;
    this.clients = clients;
  }

  @Override
  public ProcedureProfile<StepDownWish, StepDownIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<StepDownIntent> propose(Target target, StepDownWish wish) {
    var picture = views.picture(target.name());
    var view = picture.bestOrThrow();
    var primary =
        picture
            .primary()
            .map(MemberStatus::name)
            .orElseThrow(() ->
                Problem.of(
                        ProblemCode.COMPONENT_UNAVAILABLE,
                        "No member of " + target.name() + " leads: nobody can step down.")
                    .withRemedy("Look at the members; they elect a primary by themselves.")
                    .causedBy("MONGODB", target.name(), "no primary")
                    .asException());
    var intent =
        new StepDownIntent(
            target.name(),
            primary,
            view.term(),
            view.members().stream().map(MemberStatus::name).toList(),
            wish.period(),
            wish.catchUp());
    var guards = StepDownGuards.evaluate(picture, primary);
    return new Proposal<>(intent, plan(intent, guards), guards);
  }

  private static Plan plan(StepDownIntent intent, List<GuardResult> guards) {
    var primary = intent.primary();
    return new Plan(
        "%s stops leading \"%s\", and another member is elected; writes stop for a moment."
            .formatted(primary, intent.database()),
        List.of(
            new PlannedStep(
                StepDownSteps.VERIFY_PRECONDITIONS,
                "Verify the preconditions",
                "Asks the members who leads; goes on when it is still %s in term %d."
                    .formatted(primary, intent.term()),
                List.of(),
                true),
            new PlannedStep(
                StepDownSteps.STEP_DOWN,
                "Ask the primary to step down",
                "Sends replSetStepDown to %s, which waits up to %d s for a secondary that has everything."
                    .formatted(primary, intent.catchUp().toSeconds()),
                List.of("the primary of " + intent.database()),
                true),
            new PlannedStep(
                StepDownSteps.AWAIT_PRIMARY,
                "Wait for the new primary",
                "Asks the members until one of them leads in a newer term.",
                List.of(),
                false),
            new PlannedStep(
                StepDownSteps.AWAIT_OLD_PRIMARY,
                "Wait for the old primary",
                "Asks %s until it is a secondary that follows the new primary.".formatted(primary),
                List.of(),
                false)),
        "A cancel before \"%s\" leaves %s primary. After it nothing is undone."
            .formatted(StepDownSteps.STEP_DOWN, primary),
        warnings(intent, guards),
        USUAL);
  }

  private static List<String> warnings(StepDownIntent intent, List<GuardResult> guards) {
    var warnings = new ArrayList<String>();
    warnings.add(
        "Writes without retries fail until another member leads; a member of higher priority leads"
            + " again after "
            + intent.period()
            + ".");
    guards.stream()
        .filter(guard -> guard.outcome() == GuardResult.Outcome.WARN)
        .map(GuardResult::message)
        .forEach(warnings::add);
    return warnings;
  }

  @Override
  public List<Step<StepDownIntent>> steps(StepDownIntent intent) {
    return new StepDownSteps(
            intent, new ReplicaSetTarget(intent.database(), intent.members(), views, clients))
        .steps();
  }

  @Override
  public Object result(StepContext<StepDownIntent> context) {
    return StepDownSteps.result(context);
  }
}
