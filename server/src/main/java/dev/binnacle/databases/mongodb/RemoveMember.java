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
import java.util.List;

/**
 * Takes a member out of a replica set: it stops leading, loses its vote, and is removed, each as a
 * change of its own. Its process and its data are left to whoever owns them.
 */
@ApplicationScoped
public class RemoveMember implements Procedure<RemoveMemberWish, RemoveMemberIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REMOVE_MONGODB_MEMBER";

  private static final Duration USUAL = Duration.ofSeconds(15);

  private static final ProcedureProfile<RemoveMemberWish, RemoveMemberIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "removeMongodbMember",
          ProcedureProfile.DISRUPTION,
          RemoveMemberWish.class,
          RemoveMemberIntent.class);

  private final ReplicaSetViews views;
  private final MongodbClients clients;

  /** Required by CDI. */
  protected RemoveMember() {
    this(null, null);
  }

  /** The procedure on the platform in force. */
  @Inject
  public RemoveMember(ReplicaSetViews views, MongodbClients clients) {
    this.views = views;
    this.clients = clients;
  }

  @Override
  public ProcedureProfile<RemoveMemberWish, RemoveMemberIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<RemoveMemberIntent> propose(Target target, RemoveMemberWish wish) {
    var picture = views.picture(target.name());
    var configuration = Membership.configuration(target.name(), picture);
    if (configuration.member(wish.member()).isEmpty()) {
      throw Membership.impossible(
          wish.member() + " is no member.", "GET …/mongodb/configuration lists the members.");
    }
    var intent =
        new RemoveMemberIntent(
            target.name(),
            wish.member(),
            picture.bestOrThrow().members().stream().map(MemberStatus::name).toList());
    return new Proposal<>(
        intent, plan(intent), MembershipGuards.removing(picture, configuration, wish.member()));
  }

  private static Plan plan(RemoveMemberIntent intent) {
    var member = intent.member();
    var touched = List.of("the configuration of " + intent.database());
    return new Plan(
        "%s is no member of \"%s\" any more.".formatted(member, intent.database()),
        List.of(
            new PlannedStep(
                RemoveMemberSteps.HAND_OVER,
                "Let it stop leading",
                "If %s leads, asks it to step down and waits until another member leads."
                    .formatted(member),
                List.of("the primary of " + intent.database() + ", if it is " + member),
                true),
            new PlannedStep(
                RemoveMemberSteps.STRIP_VOTE,
                "Take its vote",
                "Changes the votes and the priority of %s to 0.".formatted(member),
                touched,
                true),
            new PlannedStep(
                RemoveMemberSteps.REMOVE,
                "Remove it",
                "Takes %s out of the configuration.".formatted(member),
                touched,
                true),
            new PlannedStep(
                RemoveMemberSteps.CONFIRM,
                "Confirm",
                "Waits until every other member that answers knows the configuration without %s."
                    .formatted(member),
                List.of(),
                true)),
        "A cancel leaves %s as far as it has come; nothing is undone.".formatted(member),
        List.of(
            "The process of %s goes on running: stop it, and keep or delete its data, afterwards."
                .formatted(member)),
        USUAL);
  }

  @Override
  public List<Step<RemoveMemberIntent>> steps(RemoveMemberIntent intent) {
    return new RemoveMemberSteps(
            intent, new ReplicaSetTarget(intent.database(), intent.members(), views, clients))
        .steps();
  }

  @Override
  public Object result(StepContext<RemoveMemberIntent> context) {
    return Membership.result(context, KIND, context.intent().member());
  }
}
