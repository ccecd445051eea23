package dev.binnacle.databases.redis;

import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.Target;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Takes a node out of a Redis Cluster: emptied first, and forgotten by everybody in time. */
@ApplicationScoped
public class RedisRemoveNode implements Procedure<RemoveNodeWish, RemoveNodeIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REDIS_REMOVE_NODE";

  private static final Duration USUAL_TIME_OF_A_SLOT = Duration.ofMillis(1);
  private static final Duration USUAL_FAREWELL = Duration.ofSeconds(3);

  private static final ProcedureProfile<RemoveNodeWish, RemoveNodeIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "removeRedisNode",
          ProcedureProfile.DISRUPTION,
          RemoveNodeWish.class,
          RemoveNodeIntent.class);

  private final RedisDatabases databases;

  /** Required by CDI. */
  protected RedisRemoveNode() {
    this(null);
  }

  /** The procedure on the Redis Clusters of the platform. */
  @Inject
  public RedisRemoveNode(RedisDatabases databases) {
    this.databases = databases;
  }

  @Override
  public ProcedureProfile<RemoveNodeWish, RemoveNodeIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<RemoveNodeIntent> propose(Target target, RemoveNodeWish wish) {
    var picture = databases.visible(target.name());
    var leaving = RedisDatabases.member(picture, target.name(), wish.node());
    var moves = moves(picture, leaving);
    var intent =
        new RemoveNodeIntent(
            target.name(),
            leaving.id(),
            leaving.name(),
            leaving.entry().address(),
            leaving.answers(),
            leaving.entry().leads(),
            new MoveIntent(target.name(), moves, wish.keysPerSecond(), wish.replaceKeys()),
            RemoveNodeGuards.silentOthers(picture, leaving).stream()
                .map(RedisMember::id)
                .collect(Collectors.toUnmodifiableSet()));
    return new Proposal<>(
        intent,
        plan(picture, intent, isDescribed(leaving, target)),
        RemoveNodeGuards.evaluate(picture, leaving, moves));
  }

  private static List<SlotMove> moves(RedisPicture picture, RedisMember leaving) {
    if (!leaving.serves()) {
      return List.of();
    }
    var takers =
        picture.servingMasters().stream()
            .filter(master -> !master.id().equals(leaving.id()))
            .map(SlotShare::of)
            .toList();
    if (takers.isEmpty()) {
      var why = leaving.name() + " is the only master with slots: nobody could take them.";
      throw Problem.of(ProblemCode.INVALID_OPTIONS, why)
          .withErrors(List.of(Problem.Violation.at("/node", why)))
          .withRemedy("Give slots to another master first.")
          .asException();
    }
    return EvacuationPlan.of(SlotShare.of(leaving), takers);
  }

  private boolean isDescribed(RedisMember leaving, Target target) {
    return databases.described(target.name()).endpoints().stream()
        .anyMatch(endpoint -> leaving.entry().address().filter(endpoint::equals).isPresent());
  }

  private static Plan plan(RedisPicture picture, RemoveNodeIntent intent, boolean described) {
    var node = List.of("the node " + intent.name());
    var steps = new ArrayList<PlannedStep>();
    if (intent.serves()) {
      steps.add(
          new PlannedStep(
              RemoveNodeSteps.MOVE_SLOTS,
              "Empty the node",
              "Moves its slots with their keys to the other masters, a batch at a time.",
              intent.slots().moves().stream().map(move -> words(picture, move)).toList(),
              true,
              true));
    }
    if (intent.leads()) {
      steps.add(
          new PlannedStep(
              RemoveNodeSteps.MOVE_REPLICAS,
              "Move its replicas",
              "Makes every replica that still follows it a replica of the master with fewest.",
              picture.replicasOf(intent.id()).stream()
                  .map(replica -> "the replica " + replica.name())
                  .toList(),
              true));
    }
    steps.add(
        new PlannedStep(
            RemoveNodeSteps.FORGET,
            "Forget the node",
            "Sends CLUSTER FORGET to every other node once all of them answer, so that the last one"
                + " hears of it within the minute in which nobody is told of it anew.",
            List.of("every other node"),
            true));
    if (intent.present()) {
      steps.add(
          new PlannedStep(
              RemoveNodeSteps.RESET,
              "Reset the node",
              "Sends CLUSTER RESET SOFT to it: it is empty and alone then, and runs on.",
              node,
              false));
    }
    steps.add(
        new PlannedStep(
            RemoveNodeSteps.VERIFY,
            "Verify the cluster",
            "Waits until the others serve all slots and agree, and none knows the node.",
            List.of(),
            false));
    return new Plan(
        intent.name()
            + " leaves the cluster"
            + (intent.serves()
                ? ", after its " + intent.slots().count() + " slots have gone to others."
                : "."),
        steps,
        "A cancel stops between two batches, with no slot open; what has moved stays moved. After \""
            + RemoveNodeSteps.FORGET
            + "\" nothing is undone.",
        warnings(intent, described),
        USUAL_TIME_OF_A_SLOT.multipliedBy(intent.slots().count()).plus(USUAL_FAREWELL));
  }

  private static String words(RedisPicture picture, SlotMove move) {
    return "%d slots to %s: %s"
        .formatted(move.slots().count(), picture.nameOf(move.target()), move.slots());
  }

  private static List<String> warnings(RemoveNodeIntent intent, boolean described) {
    var warnings = new ArrayList<String>();
    if (intent.present()) {
      warnings.add("Its process runs on, without data: stop it afterwards.");
    } else {
      warnings.add("It does not answer, so it cannot be told: never start it again as it is.");
    }
    if (described) {
      warnings.add(
          "The platform description names it: take it out there, or the check goes on about it.");
    }
    return warnings;
  }

  @Override
  public List<Step<RemoveNodeIntent>> steps(RemoveNodeIntent intent) {
    return new RemoveNodeSteps(databases).of(intent);
  }

  @Override
  public Object result(StepContext<RemoveNodeIntent> context) {
    var intent = context.intent();
    return new RemoveNodeResult(
        KIND,
        intent.name(),
        intent.id(),
        intent.slots().count(),
        SlotMoves.keysMoved(context),
        Duration.between(
                Instant.parse(context.recallKept(RemoveNodeSteps.STARTED_AT)),
                Instant.parse(context.recallKept(RemoveNodeSteps.ENDED_AT)))
            .truncatedTo(ChronoUnit.MILLIS));
  }
}
