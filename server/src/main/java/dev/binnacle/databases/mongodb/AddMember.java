package dev.binnacle.databases.mongodb;

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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a server a member of a replica set: without a vote first, so that it can hold up nobody
 * while it copies the data, and with one change of the configuration for each right that it gets.
 */
@ApplicationScoped
public class AddMember implements Procedure<AddMemberWish, AddMemberIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "ADD_MONGODB_MEMBER";

  private static final Duration USUAL = Duration.ofMinutes(10);

  private static final ProcedureProfile<AddMemberWish, AddMemberIntent> PROFILE =
      ProcedureProfile.harmless(
          KIND,
          "addMongodbMember",
          ProcedureProfile.DISRUPTION,
          AddMemberWish.class,
          AddMemberIntent.class);

  private final ReplicaSetViews views;
  private final MongodbClients clients;

  /** Required by CDI. */
  protected AddMember() {
    this(null, null);
  }

  /** The procedure on the platform in force. */
  @Inject
  public AddMember(ReplicaSetViews views, MongodbClients clients) {
    this.views = views;
    this.clients = clients;
  }

  @Override
  public ProcedureProfile<AddMemberWish, AddMemberIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<AddMemberIntent> propose(Target target, AddMemberWish wish) {
    var picture = views.picture(target.name());
    var configuration = Membership.configuration(target.name(), picture);
    if (configuration.member(wish.member()).isPresent()) {
      throw Membership.impossible(
          wish.member() + " is a member already.",
          "GET …/mongodb/configuration lists the members.");
    }
    if (!wish.vote() && wish.priority() > 0) {
      throw Membership.impossible(
          "A member without a vote cannot lead: its priority has to be 0.",
          "Give it a vote, or the priority 0.");
    }
    var intent =
        new AddMemberIntent(
            target.name(),
            wish.member(),
            wish.vote(),
            wish.priority(),
            picture.bestOrThrow().members().stream().map(MemberStatus::name).toList());
    return new Proposal<>(
        intent, plan(intent), MembershipGuards.adding(picture, configuration, wish));
  }

  private static Plan plan(AddMemberIntent intent) {
    var member = intent.member();
    var touched = List.of("the configuration of " + intent.database());
    var steps = new ArrayList<PlannedStep>();
    steps.add(
        new PlannedStep(
            AddMemberSteps.ADD,
            "Add it without rights",
            "Adds %s to the configuration with votes 0 and priority 0.".formatted(member),
            touched,
            true));
    steps.add(
        new PlannedStep(
            AddMemberSteps.AWAIT_COPY,
            "Wait until it has the data",
            "Waits until %s is a SECONDARY and at most %d s behind."
                .formatted(member, ReplicaSetHealth.TOLERABLE_LAG.toSeconds()),
            List.of(),
            true,
            true));
    if (intent.vote()) {
      steps.add(
          new PlannedStep(
              AddMemberSteps.GRANT_VOTE,
              "Give it a vote",
              "Changes the votes of %s to 1, and nothing else.".formatted(member),
              touched,
              true));
    }
    if (intent.priority() > 0) {
      steps.add(
          new PlannedStep(
              AddMemberSteps.GRANT_PRIORITY,
              "Let it lead",
              "Changes the priority of %s to %s, and nothing else."
                  .formatted(member, intent.priority()),
              touched,
              true));
    }
    steps.add(
        new PlannedStep(
            AddMemberSteps.CONFIRM,
            "Confirm",
            "Waits until %s itself knows the configuration that it has its place in."
                .formatted(member),
            List.of(),
            true));
    return new Plan(
        "%s becomes a member of \"%s\"%s."
            .formatted(member, intent.database(), intent.vote() ? " and gets a vote" : ""),
        steps,
        "A cancel leaves %s as far as it has come: a member that has no vote yet changes nothing for the others. Remove it if it is not wanted."
            .formatted(member),
        List.of(
            "%s has to run already, with an empty data directory, the name of the set and its key."
                .formatted(member)),
        USUAL);
  }

  @Override
  public List<Step<AddMemberIntent>> steps(AddMemberIntent intent) {
    var all = new ArrayList<>(intent.members());
    all.add(intent.member());
    return new AddMemberSteps(intent, new ReplicaSetTarget(intent.database(), all, views, clients))
        .steps();
  }

  @Override
  public Object result(StepContext<AddMemberIntent> context) {
    return Membership.result(context, KIND, context.intent().member());
  }
}
