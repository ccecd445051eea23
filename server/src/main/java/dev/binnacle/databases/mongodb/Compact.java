package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.MemberStatus;
import dev.binnacle.platform.mongodb.MongodbClients;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compacts a collection on every member of a replica set, one after the other: the secondaries
 * first, and the primary once it has stepped down.
 */
@ApplicationScoped
public class Compact implements Procedure<CompactWish, CompactIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "COMPACT_MONGODB_COLLECTION";

  static final String ALL_MEMBERS_HEALTHY = "ALL_MEMBERS_HEALTHY";

  private static final Duration USUAL_OF_A_MEMBER = Duration.ofMinutes(2);

  private static final ProcedureProfile<CompactWish, CompactIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "compactMongodbCollection",
          ProcedureProfile.DISRUPTION,
          CompactWish.class,
          CompactIntent.class);

  private final ReplicaSetViews views;
  private final MongodbClients clients;

  /** Required by CDI. */
  protected Compact() {
    this(null, null);
  }

  /** The procedure on the platform in force. */
  @Inject
  public Compact(ReplicaSetViews views, MongodbClients clients) {
    this.views = views;
    this.clients = clients;
  }

  @Override
  public ProcedureProfile<CompactWish, CompactIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<CompactIntent> propose(Target target, CompactWish wish) {
    var picture = views.picture(target.name());
    var primary =
        picture
            .primary()
            .map(MemberStatus::name)
            .orElseThrow(() ->
                Problem.of(
                        ProblemCode.COMPONENT_UNAVAILABLE,
                        "No member of " + target.name() + " leads.")
                    .withRemedy("Look at the members; they elect a primary by themselves.")
                    .causedBy("MONGODB", target.name(), "no primary")
                    .asException());
    var size =
        views
            .collection(target.name(), primary, wish.collection())
            .orElseThrow(() -> unknown(wish.collection()));
    var secondaries =
        picture.bestOrThrow().members().stream()
            .filter(member -> member.state() == MemberState.SECONDARY)
            .map(MemberStatus::name)
            .filter(name -> !name.equals(primary))
            .sorted()
            .toList();
    var intent = new CompactIntent(target.name(), wish.collection(), secondaries, primary);
    var guards = new ArrayList<>(StepDownGuards.evaluate(picture, primary));
    guards.add(healthy(ReplicaSetHealth.members(picture)));
    return new Proposal<>(intent, plan(intent, size.freeBytes()), guards);
  }

  private static RuntimeException unknown(String collection) {
    var message = "There is no collection " + collection + ".";
    return Problem.of(ProblemCode.INVALID_OPTIONS, message)
        .withErrors(List.of(Problem.Violation.at("/collection", message)))
        .withRemedy("GET …/mongodb/collections lists the collections.")
        .asException();
  }

  private static GuardResult healthy(List<ReplicaSetMember> members) {
    var unhealthy =
        members.stream()
            .filter(member -> !member.isHealthy())
            .map(ReplicaSetMember::name)
            .collect(Collectors.joining(", "));
    return unhealthy.isEmpty()
        ? GuardResult.pass(ALL_MEMBERS_HEALTHY, "Every member is in order.")
        : GuardResult.block(
            ALL_MEMBERS_HEALTHY,
            "While a member is not in order, the others have better things to do.",
            Fact.of("unhealthy", unhealthy));
  }

  private static Plan plan(CompactIntent intent, long freeBytes) {
    var steps = new ArrayList<PlannedStep>();
    var secondaries = intent.secondaries();
    for (int i = 0; i < secondaries.size(); i++) {
      steps.add(compaction(CompactSteps.name(i), secondaries.get(i), intent.collection()));
    }
    steps.add(
        new PlannedStep(
            CompactSteps.STEP_DOWN,
            "Let the primary step down",
            "Asks %s to step down, and waits until another member leads."
                .formatted(intent.primary()),
            List.of("the primary of " + intent.database()),
            true));
    steps.add(compaction(CompactSteps.OLD_PRIMARY, intent.primary(), intent.collection()));
    return new Plan(
        "%s is compacted on %d members of \"%s\", the primary last."
            .formatted(intent.collection(), secondaries.size() + 1, intent.database()),
        steps,
        "A cancel stops before the next member; a compaction that runs goes on to its end.",
        List.of(
            "%d bytes are free in its file on the primary: no more can be given back there."
                .formatted(freeBytes),
            "Have a fresh backup; a compaction needs input and output that others may miss."),
        USUAL_OF_A_MEMBER.multipliedBy(secondaries.size() + 1L));
  }

  private static PlannedStep compaction(String name, String member, String collection) {
    return new PlannedStep(
        name,
        "Compact it on " + member,
        "Sends compact for %s to %s while that is a secondary, and waits until it has ended and the member is close behind again."
            .formatted(collection, member),
        List.of(collection + " on " + member),
        true);
  }

  @Override
  public List<Step<CompactIntent>> steps(CompactIntent intent) {
    var all = new ArrayList<>(intent.secondaries());
    all.add(intent.primary());
    return new CompactSteps(intent, new ReplicaSetTarget(intent.database(), all, views, clients))
        .steps();
  }

  @Override
  public Object result(StepContext<CompactIntent> context) {
    return CompactSteps.result(context);
  }
}
